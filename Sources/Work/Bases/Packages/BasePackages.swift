import Apt
public import Documents
public import Source

/// What a base was made of, as its image tells.
public struct BasePackages: Hashable, Sendable {
  /// The form of the document.
  public static let schemaName = "hardstand.base-packages/1"
  /// Where it lies in an image, without a slash in front.
  public static let path = "usr/lib/hardstand/base.json"

  /// The name of the base.
  public let base: String
  /// The date of the newest index that it was made from, in seconds since 1970-01-01T00:00:00Z.
  public let date: Int64
  /// The suites that packages are from.
  public let suites: [String]
  /// The components of the suites.
  public let components: [String]
  /// The distribution.
  public let distribution: String
  /// Debian's name of the architecture.
  public let architecture: String
  /// The packages.
  public let packages: [BaseLock.Package]

  /// A list from its parts.
  public init(
    base: String, date: Int64, suites: [String], components: [String], distribution: String,
    architecture: String, packages: [BaseLock.Package]
  ) {
    self.base = base
    self.date = date
    self.suites = suites
    self.components = components
    self.distribution = distribution
    self.architecture = architecture
    self.packages = packages
  }

  /// Reads the document of an image.
  /// - Throws: `Failure` when it is no such document.
  public init(_ bytes: [UInt8]) throws(Failure) {
    let json = try JSON(reading: bytes, name: BasePackages.path)
    let what = Failure(
      "cannot understand `/\(BasePackages.path)` of the image",
      because: ["it was not written by `hardstand base build`"])
    func texts(_ key: String) -> [String] { json[key]?.array?.compactMap(\.string) ?? [] }
    guard json["schema"]?.string == BasePackages.schemaName, let base = json["base"]?.string,
      let date = json["date"]?.string.flatMap({ Timestamp.seconds($0) }),
      let architecture = json["architecture"]?.string
    else { throw what }
    var packages: [BaseLock.Package] = []
    for entry in json["packages"]?.array ?? [] {
      guard let name = entry["name"]?.string, let version = entry["version"]?.string,
        let architecture = entry["architecture"]?.string, let suite = entry["suite"]?.string
      else { throw what }
      packages.append(
        BaseLock.Package(
          name: name, version: version, architecture: architecture,
          source: entry["source"]?.string ?? "", sha256: entry["sha256"]?.string ?? "",
          size: entry["size"]?.numberText.flatMap { Int64($0) } ?? 0,
          file: entry["file"]?.string ?? "",
          origin: PackageOrigin(suite: suite, component: entry["component"]?.string ?? "main")))
    }
    self.init(
      base: base, date: date, suites: texts("suites"), components: texts("components"),
      distribution: json["distribution"]?.string ?? "debian", architecture: architecture,
      packages: packages)
  }

  /// The document.
  public var json: JSON {
    [
      "schema": .string(BasePackages.schemaName), "base": .string(base),
      "date": .string(Timestamp.text(date)), "distribution": .string(distribution),
      "suites": .array(suites.map { .string($0) }),
      "components": .array(components.map { .string($0) }),
      "architecture": .string(architecture),
      "packages": .array(
        packages.map { package in
          var json: JSON = [
            "name": .string(package.name), "version": .string(package.version),
            "architecture": .string(package.architecture),
          ]
          if !package.source.isEmpty { json = json.setting("source", to: .string(package.source)) }
          for (key, value) in [
            ("suite", package.origin.suite), ("component", package.origin.component),
            ("file", package.file), ("sha256", package.sha256),
          ] {
            json = json.setting(key, to: .string(value))
          }
          return json.setting("size", to: .number(package.size))
        }),
    ]
  }
}
