/// Paths of an image: absolute, with `/` between names.
public enum FilePaths {
  /// The path as an absolute one without `.`, `..` and doubled slashes, seen from `directory`.
  public static func absolute(_ path: String, in directory: String) -> String {
    clean(path.hasPrefix("/") ? path : directory + "/" + path)
  }

  /// An absolute path without `.`, `..` and doubled slashes.
  public static func clean(_ path: String) -> String {
    var names: [Substring] = []
    for name in path.split(separator: "/") where name != "." {
      if name == ".." {
        _ = names.popLast()
      } else {
        names.append(name)
      }
    }
    return "/" + names.joined(separator: "/")
  }

  /// The folder that holds a clean path; `/` of the top.
  public static func parent(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex else {
      return "/"
    }
    return String(path[..<slash])
  }

  /// The last name of a path.
  public static func name(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// The first name of a clean path.
  public static func top(_ path: String) -> String {
    String(path.dropFirst().prefix { $0 != "/" })
  }

  /// Whether a clean path is another or lies below it.
  public static func isWithin(_ path: String, _ folder: String) -> Bool {
    path == folder || folder == "/" || path.hasPrefix(folder + "/")
  }
}
