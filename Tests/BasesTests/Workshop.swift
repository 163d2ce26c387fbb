import Apt
import Archive
import Bases
import Debian
import Layers
import OCI
import Source
import Store
import Streams
import TestSupport

/// A store, a cache and archives for the tests of bases.
struct Workshop {
  let folder: TemporaryFolder
  let archive: PackageArchive
  var settings: AptSettings

  /// Archives of the suites that a JSON text tells of.
  init(_ suites: String, now: Int64 = 1_700_000_000) throws {
    folder = try TemporaryFolder()
    archive = try PackageArchive(suites)
    var settings = AptSettings(
      AptMachine(), environment: ["PATH": "/usr/bin:/bin"], cache: folder.at("cache"),
      now: { now })
    settings.sources = try AptSettings.mirror(archive.path, folder: "/")
    settings.keyrings = [archive.keyring]
    self.settings = settings
  }

  /// A suite of packages, each `name version fields`, as `archive.py` takes it.
  static func suite(_ packages: [String], _ more: String = "") -> String {
    #"{"suite": "stable", \#(more) "packages": [\#(packages.joined(separator: ","))]}"#
  }

  /// A package of fields, and of files as JSON.
  static func package(
    _ name: String, _ version: String = "1", _ fields: [String: String] = [:],
    files: String = "[]", scripts: String = "{}"
  ) -> String {
    var all = ["Package": name, "Version": version]
    for (key, value) in fields { all[key] = value }
    let text = all.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \"\($0.value)\"" }
    return
      #"{"fields": {\#(text.joined(separator: ", "))}, "files": \#(files), "scripts": \#(scripts)}"#
  }

  static func spec(_ packages: String, _ more: String = "") throws -> BaseSpec {
    try BaseSpec(
      SourceText(
        name: "base.yaml",
        text: "name: test\nsuites: [stable]\narchitectures: [amd64]\npackages: [\(packages)]\n"
          + more))
  }

  func archives() throws -> Archives { try Archives(settings) }

  func lock(_ spec: BaseSpec) throws -> BaseLock.Made {
    try BaseLock.make(spec, architectures: ["amd64"], try archives())
  }

  /// The names and versions that a list of packages needs.
  func resolved(_ packages: String, _ more: String = "") throws -> [String] {
    let lock = try lock(try Self.spec(packages, more)).lock
    return (lock.packages["amd64"] ?? []).map { "\($0.name) \($0.version)" }
  }

  func store() throws -> ContentStore { try ContentStore(folder.at("store")) }

  /// The image of a specification, with what a person is told.
  func build(_ spec: BaseSpec, usesCache: Bool = false) throws -> (
    image: StoredImage, built: Bases.Built
  ) {
    let lock = try lock(spec).lock
    let store = try store()
    var bases = Bases(store: store, archives: try archives(), threads: 2)
    bases.usesCache = usesCache
    let platform = Platform(os: "linux", architecture: "amd64")
    let built = try bases.build(try BasePlan(spec, lock, platform: platform))
    return (try store.image(built.manifest, platform), built)
  }

  /// The files of the layer of an image, by path, with their content.
  static func files(_ image: StoredImage) throws -> [String: (entry: TarEntry, text: String)] {
    let layer = image.manifest.layers[0]
    let reader = try LayerReader(
      LayerBlob(layer, diffID: image.config.diffIDs[0]) { () throws(Failure) in
        try image.layer(0)
      }, checksDiffID: true)
    var files: [String: (entry: TarEntry, text: String)] = [:]
    while let step = try reader.next() {
      guard case .put(let entry) = step.action else { continue }
      let bytes = try reader.content.readAll(limit: 64 << 20, what: "a file")
      files[step.path.text] = (entry, String(decoding: bytes, as: UTF8.self))
    }
    return files
  }
}
