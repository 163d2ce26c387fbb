/// Paths as text, parted by `/`.
enum PathText {
  /// The folder that holds a path; empty for a name without a folder.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The name after the last `/`.
  static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// A path below a folder, with `.` and `..` resolved; an absolute path stands for itself.
  static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || folder.isEmpty { return normalised(path) }
    return normalised(folder.hasSuffix("/") ? folder + path : folder + "/" + path)
  }

  /// The path without `.`, doubled `/`, and `..` where the folder before it is known.
  static func normalised(_ path: String) -> String {
    let isAbsolute = path.hasPrefix("/")
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }

  /// The path as seen from a folder; the path itself where it lies outside.
  static func relative(_ path: String, to folder: String) -> String {
    let path = normalised(path)
    let folder = normalised(folder)
    if folder.isEmpty { return path }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }

  /// The folder and all above it, the nearest first.
  static func foldersUp(from folder: String) -> [String] {
    var folders = [normalised(folder)]
    while let last = folders.last, !last.isEmpty, last != "/", PathText.name(of: last) != ".." {
      folders.append(self.folder(of: last))
    }
    return folders
  }
}
