public import Documents
import Frontend
public import OCI
import Secrets
import Source
import Store

/// Where an image came from: what was asked for, what it was made of and by which steps
/// (https://slsa.dev/spec/v1.0/provenance, in a statement of in-toto).
public struct Provenance: Sendable {
  /// How much is told, by BuildKit's names.
  public enum Mode: String, Sendable {
    /// What was built of what, and when.
    case min
    /// The build arguments and every step too.
    case max
  }

  /// The type of the statement as a blob.
  public static let mediaType = MediaType("application/vnd.in-toto+json")
  /// The type of its predicate.
  public static let predicateType = "https://slsa.dev/provenance/v1"
  /// What this kind of build is called.
  static let buildType = "urn:hardstand:build:1"

  let definition: BuildDefinition
  let inputs: BuildInputs
  let settings: BuildSettings
  let ledger: BuildLedger
  let hiddenArguments: Set<String>
  /// When the build began and ended, in seconds since 1970.
  let started, finished: Int64
  let invocation: String

  /// What the statement says of the image.
  public func predicate(_ mode: Mode) -> JSON {
    var internalParameters: [JSON.Member] = [
      .init("builderPlatform", .string(Platform.host.description))
    ]
    if mode == .max { internalParameters.append(.init("buildConfig", ["steps": steps])) }
    return [
      "buildDefinition": [
        "buildType": .string(Self.buildType),
        "externalParameters": .object(external(mode)),
        "internalParameters": .object(internalParameters),
        "resolvedDependencies": .array(dependencies),
      ],
      "runDetails": [
        "builder": [
          "id": "urn:hardstand", "version": ["hardstand": .string(settings.builderVersion)],
        ],
        "metadata": [
          "invocationId": .string(invocation), "startedOn": .string(Timestamp.text(started)),
          "finishedOn": .string(Timestamp.text(finished)),
        ],
      ],
    ]
  }

  /// The statement that says this of an image.
  public func statement(_ mode: Mode, of image: Descriptor, names: [String] = []) -> JSON {
    let digest = JSON.object([
      .init(image.digest.algorithm.rawValue, .string(image.digest.hex))
    ])
    let names = names.isEmpty ? ["image"] : names
    return [
      "_type": "https://in-toto.io/Statement/v1",
      "subject": .array(names.map { ["name": .string($0), "digest": digest] }),
      "predicateType": .string(Self.predicateType), "predicate": predicate(mode),
    ]
  }

  // MARK: Parts

  private func external(_ mode: Mode) -> [JSON.Member] {
    var file: [JSON.Member] = []
    if let source = settings.dockerfile {
      file = [
        .init("path", .string(source.name)),
        .init("digest", ["sha256": .string(Digest(of: source.bytes).hex)]),
      ]
    }
    var request: [JSON.Member] = [
      .init("frontend", "dockerfile.v0"), .init("target", .string(definition.stage)),
      .init("platform", .string(definition.platform.description)),
    ]
    if mode == .max {
      let arguments = settings.arguments.sorted { $0.key < $1.key }.map { name, value in
        let isHidden = hiddenArguments.contains(name) || SecretName.verdict(name).isSecret
        return JSON.Member(name, .string(isHidden ? LeakSearch.mask : value))
      }
      request.append(.init("arguments", .object(arguments)))
    }
    let secrets = settings.secrets.keys.sorted().map { JSON.string($0) }
    if !secrets.isEmpty { request.append(.init("secrets", .array(secrets))) }
    let agents = settings.agents.keys.sorted().map { JSON.string($0) }
    if !agents.isEmpty { request.append(.init("ssh", .array(agents))) }
    if !settings.entitlements.isEmpty {
      request.append(
        .init("entitlements", .array(settings.entitlements.sorted().map { .string($0) })))
    }
    return [.init("configSource", .object(file)), .init("request", .object(request))]
  }

  /// Images, contexts, files of the web and repositories, each with its digest.
  private var dependencies: [JSON] {
    var list: [(uri: String, algorithm: String, value: String)] = []
    var originals: [String: String] = [:]
    for (number, image) in inputs.images.enumerated() {
      let isUsed = definition.operations.contains {
        if case .image(number) = $0.kind { true } else { false }
      }
      guard isUsed else { continue }
      let platform = image.config.platform.description.replacing("/", with: "%2F")
      let uri = "\(packageName(inputs.names[number]))?platform=\(platform)"
      originals[uri] = inputs.originals[number]
      list.append((uri, image.root.digest.algorithm.rawValue, image.root.digest.hex))
    }
    for name in ledger.contexts.keys.sorted() {
      guard let digest = ledger.digest(ofContext: name) else { continue }
      list.append((name.isEmpty ? "context:." : "context:\(name)", "sha256", digest.hex))
    }
    for source in ledger.sources {
      list.append((SecretAddress.hidden(source.address), source.algorithm, source.value))
    }
    var seen: Set<String> = []
    return list.sorted { $0 < $1 }.compactMap { uri, algorithm, value in
      guard seen.insert("\(uri) \(value)").inserted else { return nil }
      var members: [JSON.Member] = [
        .init("uri", .string(uri)), .init("digest", .object([.init(algorithm, .string(value))])),
      ]
      if let original = originals[uri] {
        members.append(.init("annotations", ["standsInFor": .string(original)]))
      }
      return .object(members)
    }
  }

  /// A name of an image as a package URL.
  private func packageName(_ name: String) -> String {
    let plain = name.firstRange(of: "://").map { String(name[$0.upperBound...]) } ?? name
    guard let reference = try? ImageReference(parsing: plain) else { return "pkg:docker/\(plain)" }
    return "pkg:docker/\(reference.repository)"
      + (reference.effectiveTag.map { "@\($0)" } ?? "")
  }

  private var steps: JSON {
    .array(
      definition.operations.enumerated().compactMap { index, operation in
        guard let step = ledger.steps[index] else { return nil }
        var members: [JSON.Member] = [
          .init("stage", .string(operation.stageName)),
          .init("title", .string(hidden(operation.title))),
          .init("key", .string(step.key.description)), .init("cached", .bool(step.isCached)),
          .init("milliseconds", .number(Int64(step.milliseconds))),
        ]
        if let base = operation.base { members.append(.init("base", .number(Int64(base)))) }
        members.insert(.init("operation", .number(Int64(index))), at: 0)
        if let range = operation.range, let source = settings.dockerfile {
          let line = source.position(at: range.lowerBound).line
          members.append(.init("line", .number(Int64(line))))
        }
        return .object(members)
      })
  }

  /// A title may hold what an argument expanded to.
  private func hidden(_ text: String) -> String {
    var text = text
    for name in hiddenArguments.sorted() {
      if let value = settings.arguments[name], value.utf8.count >= 3 {
        text = text.replacing(value, with: LeakSearch.mask)
      }
    }
    return text
  }
}

/// Addresses that may hold a password.
enum SecretAddress {
  /// An address without the part that tells who asks.
  static func hidden(_ address: String) -> String {
    guard let scheme = address.firstRange(of: "://") else { return address }
    let rest = address[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let at = authority.lastIndex(of: "@") else { return address }
    return String(address[..<scheme.upperBound]) + String(rest[rest.index(after: at)...])
  }
}
