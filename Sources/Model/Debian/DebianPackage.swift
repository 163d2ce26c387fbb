public import Source

/// What an index of packages says of one package.
public struct DebianPackage: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The version.
  public let version: DebianVersion
  /// The architecture, or `all`.
  public let architecture: String
  /// The source package and its version.
  public let source: Source
  /// Where it lies in its archive; empty for what is no entry of an index.
  public let file: String
  /// The bytes of the package.
  public let size: Int64
  /// Its SHA-256 in hexadecimal; empty for what is no entry of an index.
  public let sha256: String
  /// What must be installed before it.
  public let preDepends: [PackageRelation]
  /// What it needs.
  public let depends: [PackageRelation]
  /// What it also goes by; a bound is the version of that.
  public let provides: [PackageRelation.Alternative]
  /// What it cannot be installed beside.
  public let conflicts: [PackageRelation.Alternative]
  /// What it makes of no use.
  public let breaks: [PackageRelation.Alternative]
  /// Whether every system must have it.
  public let isEssential: Bool
  /// How important it is, `required` before all; empty where that is not said.
  public let priority: String

  /// The source that a package was built from.
  public struct Source: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The version, which can differ from that of the package.
    public let version: DebianVersion

    /// A source from its parts.
    public init(_ name: String, _ version: DebianVersion) {
      self.name = name
      self.version = version
    }
  }

  /// The package of a paragraph of an index, of a `control` or of a `status` file.
  /// - Parameters:
  ///   - paragraph: The fields.
  ///   - architecture: Debian's name of the architecture that restrictions are read for.
  /// - Throws: `Failure` when the name or version is missing, or a field is not well formed.
  public init(_ paragraph: ControlParagraph, architecture: String) throws(Failure) {
    guard let name = paragraph["Package"], !name.isEmpty else {
      throw Failure("cannot read a package", because: ["it has no name"])
    }
    func trouble(_ reason: String) -> Failure {
      Failure("cannot read the package `\(name)`", because: [reason])
    }
    guard let version = paragraph["Version"].flatMap({ DebianVersion($0) }) else {
      throw trouble("it has no version")
    }
    func relations(_ field: String) throws(Failure) -> [PackageRelation] {
      guard let text = paragraph[field] else { return [] }
      do throws(PackageRelation.Trouble) {
        return try PackageRelation.parse(text, architecture: architecture)
      } catch {
        throw trouble("its field `\(field)` cannot be read: \(error.reason)")
      }
    }
    func single(_ field: String) throws(Failure) -> [PackageRelation.Alternative] {
      try relations(field).flatMap(\.alternatives)
    }
    self.name = name
    self.version = version
    self.architecture = paragraph["Architecture"] ?? "all"
    source = DebianPackage.source(paragraph["Source"], name, version)
    file = paragraph["Filename"] ?? ""
    size = paragraph["Size"].flatMap { Int64($0) } ?? 0
    sha256 = (paragraph["SHA256"] ?? "").lowercased()
    preDepends = try relations("Pre-Depends")
    depends = try relations("Depends")
    provides = try single("Provides")
    conflicts = try single("Conflicts")
    breaks = try single("Breaks")
    isEssential = paragraph["Essential"] == "yes"
    priority = paragraph["Priority"] ?? ""
  }

  /// The source that the field `Source` names, which is `name` or `name (version)`.
  private static func source(
    _ field: String?, _ name: String, _ version: DebianVersion
  ) -> Source {
    guard let field, !field.isEmpty else { return Source(name, version) }
    let parts = field.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[1].hasPrefix("("), parts[1].hasSuffix(")"),
      let own = DebianVersion(parts[1].dropFirst().dropLast())
    else { return Source(String(parts[0]), version) }
    return Source(String(parts[0]), own)
  }
}
