public import Foundation

/// The data of the field's own test suites, which lies beside a checkout where it was fetched.
public enum Conformance {
  /// The folder, whether it is there or not.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/conformance")

  /// Whether it is there; says so once where it is not.
  public static let isPresent: Bool = {
    let present = FileManager.default.fileExists(atPath: root.path)
    if !present { print("skipped: no conformance data at ../shared/conformance") }
    return present
  }()

  /// The bytes of a file of it.
  public static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appending(path: path)))
  }

  /// The names in a folder of it, sorted.
  public static func names(_ path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path)) ?? [])
      .sorted()
  }

  /// Every file of the Dockerfile corpus, by its path below `dockerfiles`.
  public static func dockerfiles() -> [String] {
    let folder = root.appending(path: "dockerfiles")
    let paths =
      FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return paths.filter { path in
      var isFolder: ObjCBool = false
      return path.contains("/")
        && FileManager.default.fileExists(
          atPath: folder.appending(path: path).path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }
}
