public import Apt
import Documents
public import Source

/// Exactly which packages a base is made of. It names no mirror, so it holds wherever there is one.
public struct BaseLock: Hashable, Sendable {
  /// The form of the file.
  public static let schemaName = "hardstand.base-lock/1"

  /// A package that is locked.
  public struct Package: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The version.
    public let version: String
    /// The architecture, or `all`.
    public let architecture: String
    /// The source package, where its name differs, and its version, where that differs too, as the
    /// field `Source` has them; empty where they are those of the package.
    public let source: String
    /// The SHA-256 in hexadecimal.
    public let sha256: String
    /// The bytes.
    public let size: Int64
    /// The path below the root of an archive.
    public let file: String
    /// Where it is from.
    public let origin: PackageOrigin

    /// A package from its parts.
    public init(
      name: String, version: String, architecture: String, source: String, sha256: String,
      size: Int64, file: String, origin: PackageOrigin
    ) {
      self.name = name
      self.version = version
      self.architecture = architecture
      self.source = source
      self.sha256 = sha256
      self.size = size
      self.file = file
      self.origin = origin
    }

    /// The file that an archive is asked for.
    public var packageFile: PackageFile {
      PackageFile(
        name: name, version: version, sha256: sha256, size: size, file: file, origin: origin)
    }
  }

  /// The name of the base.
  public var base: String
  /// The date of the newest index that it was made from, in seconds since 1970-01-01T00:00:00Z; files
  /// and the image are dated so.
  public var date: Int64
  /// What the lock was made for, as a digest of the parts of the specification that decide about it.
  public var request: String
  /// The packages of each architecture, in the order in which they are unpacked.
  public var packages: [String: [Package]]
  /// What the variant for debugging has beside them, by architecture.
  public var debug: [String: [Package]] = [:]

  /// A lock from its parts.
  public init(base: String, date: Int64, request: String, packages: [String: [Package]]) {
    self.base = base
    self.date = date
    self.request = request
    self.packages = packages
  }

  /// The lock as a document: the same packages make the same text.
  public var document: String {
    let header = """
      # Written by `hardstand base lock`. Check it in; `hardstand base lock --update` renews it.

      """
    func architectures(_ packages: [String: [Package]]) -> YAMLValue {
      .map(
        packages.sorted { $0.key < $1.key }.map { architecture, packages in
          YAMLValue.Pair(architecture, .list(packages.map(BaseLock.value)))
        })
    }
    let value: YAMLValue = [
      "schema": .string(BaseLock.schemaName), "base": .string(base),
      "date": .string(Timestamp.text(date)), "request": .string(request),
      "packages": architectures(packages), "debug": architectures(debug),
    ]
    return header + value.document
  }

  private static func value(_ package: Package) -> YAMLValue {
    var pairs: [YAMLValue.Pair] = [
      .init("name", .string(package.name)), .init("version", .string(package.version)),
      .init("architecture", .string(package.architecture)),
    ]
    if !package.source.isEmpty { pairs.append(.init("source", .string(package.source))) }
    pairs += [
      .init("suite", .string(package.origin.suite)),
      .init("component", .string(package.origin.component)),
      .init("file", .string(package.file)), .init("size", .int(Int(package.size))),
      .init("sha256", .string(package.sha256)),
    ]
    return .map(pairs)
  }

  /// Reads a lock.
  /// - Throws: `Failure` at the place of what is wrong.
  public init(_ source: SourceText) throws(Failure) {
    let limits = YAMLLimits(bytes: 16 << 20, depth: 16, nodes: 1_000_000)
    let node = try YAMLNode(reading: source, limits: limits)
    let reader = DocumentReader(source, "the lock of a base")
    let entries = try reader.mapping(
      node, keys: ["schema", "base", "date", "request", "packages", "debug"])
    func value(_ key: String) throws(Failure) -> YAMLNode {
      guard let entry = entries.first(where: { $0.key == key }) else {
        throw reader.trouble(node.range, "it has no `\(key)`", BaseLock.again)
      }
      return entry.value
    }
    let schema = try value("schema")
    if try reader.text(schema) != BaseLock.schemaName {
      throw reader.trouble(schema.range, "its form is not `\(BaseLock.schemaName)`", BaseLock.again)
    }
    base = try reader.text(try value("base"))
    let dateNode = try value("date")
    guard let date = Timestamp.seconds(try reader.text(dateNode)) else {
      throw reader.trouble(dateNode.range, "its date is none", BaseLock.again)
    }
    self.date = date
    request = try reader.text(try value("request"))
    packages = try BaseLock.packages(try value("packages"), reader)
    debug = try BaseLock.packages(try value("debug"), reader)
  }

  private static func packages(
    _ node: YAMLNode, _ reader: DocumentReader
  ) throws(Failure) -> [String: [Package]] {
    var packages: [String: [Package]] = [:]
    for entry in try reader.mapping(node) {
      var list: [Package] = []
      for item in try reader.items(entry.value) {
        list.append(try BaseLock.package(item, reader))
      }
      packages[entry.key] = list
    }
    return packages
  }

  /// The packages of an architecture, with those of the variant for debugging where that is meant; nil
  /// where the lock is not made for it.
  public func packages(_ architecture: String, isDebugVariant: Bool) -> [Package]? {
    guard let packages = packages[architecture] else { return nil }
    return isDebugVariant ? packages + (debug[architecture] ?? []) : packages
  }

  private static let again = "Make the lock again with `hardstand base lock --update`"
  private static let packageKeys = [
    "name", "version", "architecture", "source", "suite", "component", "file", "size", "sha256",
  ]

  private static func package(
    _ node: YAMLNode, _ reader: DocumentReader
  ) throws(Failure) -> Package {
    let entries = try reader.mapping(node, keys: packageKeys)
    func text(_ key: String) throws(Failure) -> String {
      guard let entry = entries.first(where: { $0.key == key }) else {
        throw reader.trouble(node.range, "a package has no `\(key)`", again)
      }
      return try reader.text(entry.value)
    }
    let sha256 = try text("sha256")
    let file = try text("file")
    guard sha256.utf8.count == 64,
      sha256.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { throw reader.trouble(node.range, "`sha256` of a package is none", again) }
    if file.hasPrefix("/") || file.split(separator: "/").contains("..") || file.contains("://") {
      throw reader.trouble(node.range, "`file` of a package does not lie in an archive", again)
    }
    guard let size = Int64(try text("size")), size > 0 else {
      throw reader.trouble(node.range, "`size` of a package is no number of bytes", again)
    }
    return Package(
      name: try text("name"), version: try text("version"),
      architecture: try text("architecture"),
      source: entries.contains { $0.key == "source" } ? try text("source") : "", sha256: sha256,
      size: size, file: file,
      origin: PackageOrigin(suite: try text("suite"), component: try text("component")))
  }
}
