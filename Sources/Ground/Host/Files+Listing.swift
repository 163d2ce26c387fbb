public import Source

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Files {
  /// One name in a folder.
  public struct Entry: Hashable, Sendable {
    /// The name, without the folder.
    public let name: String
    /// What it is; links are not followed.
    public let kind: FileStatus.Kind
  }

  /// What a path names, links followed; nil when nothing is there or it may not be seen.
  public static func status(_ path: String) -> FileStatus? {
    try? FileStatus.of(path: path, followingLink: true)
  }

  /// What a path names, without following a link at its end; nil when nothing is there.
  public static func statusOfLink(_ path: String) -> FileStatus? {
    try? FileStatus.of(path: path, followingLink: false)
  }

  /// Whether a path names something, links followed.
  public static func exists(_ path: String) -> Bool { status(path) != nil }

  /// Whether a path names a folder, links followed.
  public static func isFolder(_ path: String) -> Bool { status(path)?.kind == .folder }

  /// Whether a path names a regular file, links followed.
  public static func isFile(_ path: String) -> Bool { status(path)?.kind == .file }

  /// The folder that relative paths start at; `.` when it was removed.
  public static var currentFolder: String {
    guard let buffer = getcwd(nil, 0) else { return "." }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  /// The absolute path without links, `.` and `..`; nil when nothing is there.
  public static func realPath(_ path: String) -> String? {
    guard let buffer = realpath(path, nil) else { return nil }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  /// What a link says it leads to; nil where there is no link, or it may not be read.
  public static func linkTarget(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 65_536)
    let count = readlink(path, &buffer, buffer.count)
    if count < 0 { return nil }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The names in a folder in the order of their bytes, without `.` and `..`.
  /// - Parameters:
  ///   - path: The folder.
  ///   - limit: The most names to take.
  /// - Throws: `Failure` when it cannot be listed or holds more names than `limit`.
  public static func list(_ path: String, limit: Int = 1_000_000) throws(Failure) -> [Entry] {
    let what = "cannot list `\(path)`"
    guard let folder = opendir(path) else { throw SystemError.last.failure(what) }
    defer { closedir(folder) }
    var entries: [Entry] = []
    errno = 0
    while let raw = readdir(folder) {
      let name = withUnsafePointer(to: &raw.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      if entries.count == limit {
        throw Failure(what, because: ["it holds more than \(limit) names"])
      }
      entries.append(Entry(name: name, kind: kind(raw.pointee.d_type, path, name)))
      errno = 0
    }
    if errno != 0 { throw SystemError.last.failure(what) }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The kind that a folder's list gives, or, where the file system keeps none there, that of the file.
  private static func kind(_ type: UInt8, _ folder: String, _ name: String) -> FileStatus.Kind {
    switch Int32(type) {
    case 1: .pipe
    case 2, 6: .device
    case 4: .folder
    case 8: .file
    case 10: .link
    case 12: .socket
    default:
      statusOfLink(folder.hasSuffix("/") ? folder + name : folder + "/" + name)?.kind ?? .other
    }
  }
}

extension Files {
  /// Whether a path names a file that this user may run.
  public static func isProgram(_ path: String) -> Bool { isFile(path) && access(path, X_OK) == 0 }

  /// Whether this user may write what a path names.
  public static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }
}
