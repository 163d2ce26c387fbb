import Documents
public import OCI
public import Source
public import Streams

/// One image of a base that is to be made: the same plan makes the same image.
public struct BasePlan: Hashable, Sendable {
  /// What it is made of.
  public let spec: BaseSpec
  /// Which packages.
  public let lock: BaseLock
  /// Debian's name of the architecture.
  public let architecture: String
  /// The entries for apt in the image; nil for none.
  public let aptSources: String?
  /// How the layer is compressed.
  public let compression: Compression

  /// The version of the way in which images are made, which changes when the same packages come to make
  /// another image.
  static let form = "2"

  /// A plan.
  /// - Parameters:
  ///   - spec: What the image is made of.
  ///   - lock: Which packages; it must be that of the specification.
  ///   - platform: What it is for.
  ///   - aptSources: The entries for apt in the image, which the specification must ask for.
  ///   - compression: How the layer is compressed.
  /// - Throws: `Failure` when the lock is that of another specification, or not made for the platform.
  public init(
    _ spec: BaseSpec, _ lock: BaseLock, platform: Platform, aptSources: String? = nil,
    compression: Compression = .gzip
  ) throws(Failure) {
    let what = "cannot make the base `\(spec.name)`"
    guard let architecture = BasePlan.architecture(of: platform) else {
      throw Failure(
        what, because: ["Debian has no packages for \(platform)"],
        hint: "name another platform, such as linux/amd64")
    }
    if lock.request != BaseLock.request(of: spec) {
      throw Failure(
        what, because: ["its lock was made for other packages than the specification names"],
        hint: "renew the lock with `hardstand base lock --update`")
    }
    if lock.packages[architecture] == nil {
      throw Failure(
        what, because: ["its lock was not made for \(architecture)"],
        hint: "add it under `architectures`, and renew the lock with `hardstand base lock --update`"
      )
    }
    if spec.isDebugVariant, lock.debug[architecture] == nil {
      throw Failure(
        "cannot make the variant for debugging of the base `\(spec.name)`",
        because: ["its lock has no `busybox-static`"],
        hint: "add a suite that has it, and renew the lock with `hardstand base lock --update`")
    }
    self.spec = spec
    self.lock = lock
    self.architecture = architecture
    self.aptSources = spec.usesMachineSources ? aptSources : nil
    self.compression = compression
  }

  /// The packages, in the order in which they are unpacked.
  public var packages: [BaseLock.Package] {
    lock.packages(architecture, isDebugVariant: spec.isDebugVariant) ?? []
  }

  /// What the image is for.
  public var platform: Platform {
    BasePlan.platforms.first { $0.1 == architecture }.map(\.0)
      ?? Platform(os: "linux", architecture: architecture)
  }

  /// What names the plan: two plans of one digest make one image.
  public var digest: Digest {
    var one = lock
    one.packages = lock.packages.filter { $0.key == architecture }
    one.debug = spec.isDebugVariant ? lock.debug.filter { $0.key == architecture } : [:]
    var text = "hardstand base \(BasePlan.form)\n\(compression)\n\(aptSources ?? "")\n"
    text += one.document
    text += spec.fingerprint
    return Digest(of: Array(text.utf8))
  }

  private static let platforms: [(Platform, String)] = [
    (Platform(os: "linux", architecture: "amd64"), "amd64"),
    (Platform(os: "linux", architecture: "arm64"), "arm64"),
    (Platform(os: "linux", architecture: "386"), "i386"),
    (Platform(os: "linux", architecture: "arm", variant: "v7"), "armhf"),
    (Platform(os: "linux", architecture: "ppc64le"), "ppc64el"),
    (Platform(os: "linux", architecture: "riscv64"), "riscv64"),
    (Platform(os: "linux", architecture: "s390x"), "s390x"),
  ]

  /// Debian's name of the architecture of a platform; nil where there is none.
  public static func architecture(of platform: Platform) -> String? {
    platforms.first { $0.0 == platform.normalized }?.1
  }

  /// The platform of an architecture by Debian's name; nil where it is not known.
  public static func platform(of architecture: String) -> Platform? {
    platforms.first { $0.1 == architecture }?.0
  }
}

extension BaseSpec {
  /// All that it says, as text: two specifications that say the same have the same.
  var fingerprint: String {
    func texts(_ values: [String]) -> JSON { .array(values.map { .string($0) }) }
    func variables(_ values: [Variable]) -> JSON {
      .array(values.map { [.string($0.name), .string($0.value)] })
    }
    let json: JSON = [
      "name": .string(name), "summary": .string(summary), "distribution": .string(distribution),
      "request": .string(BaseLock.request(of: self)), "drop": texts(drop),
      "locales": texts(locales), "timezones": timezones.map(texts) ?? .null,
      "accounts": .array(
        accounts.map {
          [
            .string($0.name), .number(Int($0.uid)), .number(Int($0.gid)), .string($0.home),
            .string($0.shell),
          ]
        }),
      "user": .string(user), "directory": .string(directory),
      "environment": variables(environment), "entrypoint": texts(entrypoint),
      "command": texts(command), "labels": variables(labels),
      "annotations": variables(annotations), "debug": .bool(isDebugVariant),
    ]
    return json.text()
  }
}
