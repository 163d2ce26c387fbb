/// Paths of an image: absolute, with `/` between names.
public enum FilePaths {
  /// The path as an absolute one without `.`, `..` and doubled slashes, seen from `directory`.
  public static func absolute(_ path: String, in directory: String) -> String {
    clean(path.hasPrefix("/") ? path : directory + "/" + path)
  }

  /// An absolute path without `.`, `..` and doubled slashes.
  public static func clean(_ path: String) -> String {
    if isClean(path.utf8) { return path }
    var names: [Substring] = []
    for part in path.utf8.split(separator: UInt8(ascii: "/")) {
      let name = Substring(part)
      if name == ".." {
        _ = names.popLast()
      } else if name != "." {
        names.append(name)
      }
    }
    if names.isEmpty { return "/" }
    var clean = ""
    for name in names {
      clean += "/"
      clean += name
    }
    return clean
  }

  /// Whether a path is surely clean. Most are, and need not be taken apart.
  private static func isClean(_ path: String.UTF8View) -> Bool {
    let slash = UInt8(ascii: "/")
    guard path.first == slash else { return false }
    var last: UInt8 = 0
    for byte in path {
      // A name that begins with a dot may be `.` or `..`.
      if last == slash, byte == slash || byte == UInt8(ascii: ".") { return false }
      last = byte
    }
    return last != slash || path.count == 1
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
