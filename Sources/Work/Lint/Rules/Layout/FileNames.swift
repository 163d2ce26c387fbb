import Dockerfile
import Facts

/// What the names of files tell about them.
enum FileNames {
  /// Whether ADD unpacks a local file of that name: a tar archive, plain or compressed.
  static func isTarArchive(_ name: String) -> Bool {
    let name = name.lowercased()
    return tarEndings.contains { name.hasSuffix($0) }
  }

  private static let tarEndings = [
    ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz", ".tar.zst", ".tzst",
    ".tar.lz", ".tar.lzma", ".tlz", ".tar.z",
  ]

  /// Whether ADD may find a tar archive in a file of that name: it unpacks what is compressed with gzip,
  /// bzip2, xz or Zstandard and holds one.
  static func mayBeTarArchive(_ name: String) -> Bool {
    let name = name.lowercased()
    return isTarArchive(name) || [".gz", ".bz2", ".xz", ".zst"].contains { name.hasSuffix($0) }
  }

  /// Whether a file of that name may be an archive or compressed.
  static func mayBeArchive(_ name: String) -> Bool {
    let name = name.lowercased()
    if isTarArchive(name) { return true }
    return [".gz", ".bz2", ".xz", ".zst", ".lz", ".lzma", ".z", ".zip", ".img"]
      .contains { name.hasSuffix($0) }
  }

  /// Whether an ADD source is a URL or a Git repository.
  static func isRemote(_ source: String) -> Bool {
    source.contains("://") || source.hasPrefix("git@") || source.hasPrefix("github.com/")
  }

  /// The last name of a path as it is written, without a final slash.
  static func last(_ path: String) -> String {
    FilePaths.name(path.hasSuffix("/") ? String(path.dropLast()) : path)
  }

  /// Whether a path is neither absolute on Linux nor on Windows.
  static func isRelative(_ path: String) -> Bool {
    let bytes = Array(path.utf8.prefix(2))
    guard let first = bytes.first else { return false }
    if first == UInt8(ascii: "/") || first == UInt8(ascii: "\\") { return false }
    return !(bytes.count == 2 && bytes[1] == UInt8(ascii: ":"))
  }
}
