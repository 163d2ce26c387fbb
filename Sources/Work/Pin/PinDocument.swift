import Dockerfile
import Documents
import Evidence
import Facts
public import Lint
import OCI
import Policy
public import Source

/// A file with the images that it names.
public struct PinDocument: Sendable {
  /// The kinds of files.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case dockerfile
    case compose
  }

  /// The text.
  public let source: SourceText
  /// What kind of file it is.
  public let kind: Kind
  /// The places that name images.
  public let places: PinPlaces

  /// Reads a file.
  /// - Parameters:
  ///   - check: what decides which waivers hold.
  /// - Throws: `Failure` where a compose file cannot be understood.
  public init(_ source: SourceText, _ check: FileCheck) throws(Failure) {
    self.source = source
    kind = Self.kind(of: source)
    switch kind {
    case .dockerfile:
      places = Self.places(in: DockerfileFacts.of(DockerfileSyntax.parse(source)), check)
    case .compose:
      let documents = try YAMLNode.documents(of: source)
      guard documents.contains(where: { $0["services"] != nil }) else {
        throw Failure(
          "cannot find `services` in `\(source.name)`", hint: "Name a Dockerfile or a compose file")
      }
      var found = ComposePlaces(source, documents).found
      let waivers = ComposeWaivers(source, found.places)
      found.leave { place in
        check.waives(Self.findings(place), by: waivers.waivers) ? Self.waived : nil
      }
      found.sort()
      places = found
    }
  }

  /// The images that a Dockerfile names.
  static func places(in facts: DockerfileFacts, _ check: FileCheck) -> PinPlaces {
    var found = DockerfilePlaces(facts).found
    let waivers = FileCheck.waivers(in: facts)
    found.leave { check.waives(findings($0), by: waivers) ? waived : nil }
    found.sort()
    return found
  }

  private static let waived = "a waiver says so"

  /// What the rules on pins would find at a place; a waiver of any of it leaves the place alone.
  private static func findings(_ place: PinPlace) -> [Finding] {
    if place.reference.digest != nil { return [] }
    let rule = place.reference.tag == nil ? "base-untagged" : "base-latest"
    return ["base-not-digest-pinned", rule].map {
      Finding(rule: $0, severity: .info, message: "", range: place.range)
    }
  }

  /// Whether a file is a compose file by its name.
  public static func isCompose(_ name: String) -> Bool {
    let name = name.split(separator: "/").last.map { $0.lowercased() } ?? ""
    return (name.hasPrefix("compose") || name.hasPrefix("docker-compose")) && isYAML(name)
  }

  private static func isYAML(_ name: String) -> Bool {
    name.hasSuffix(".yaml") || name.hasSuffix(".yml")
  }

  /// What kind of file a text is: by its name, else by what stands in it.
  static func kind(of source: SourceText) -> Kind {
    let name = source.name.lowercased()
    if isYAML(name) { return .compose }
    if name.contains("dockerfile") || name.contains("containerfile") { return .dockerfile }
    let syntax = DockerfileSyntax.parse(source)
    if syntax.instructions.contains(where: { $0.kind == .from }) { return .dockerfile }
    let documents = try? YAMLNode.documents(of: source)
    return documents?.contains { $0["services"]?.entries != nil } ?? false ? .compose : .dockerfile
  }
}
