/// The arithmetic of paths as text, without a look at the disk.
public enum Paths {
  /// A path seen from a folder; absolute paths stay as they are.
  public static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || folder.isEmpty { return path }
    if path.isEmpty { return folder }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  /// The last part of a path, without slashes; empty for `/`.
  public static func name(of path: String) -> String {
    let bytes = trimmed(path)
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    return String(decoding: bytes[(slash + 1)...], as: UTF8.self)
  }

  /// What stands before the last part: `.` for a bare name, `/` at the root.
  public static func folder(of path: String) -> String {
    let bytes = trimmed(path)
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
      return bytes.isEmpty ? "/" : "."
    }
    let rest = trimmed(bytes[..<slash])
    return rest.isEmpty ? "/" : String(decoding: rest, as: UTF8.self)
  }

  /// The path without `.`, doubled slashes and the `..` that can be taken back;
  /// `.` for nothing. Links are not looked at.
  public static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    let isAbsolute = path.hasPrefix("/")
    for bytes in path.utf8.split(separator: UInt8(ascii: "/")) {
      let part = Substring(bytes)
      if part == "." { continue }
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    var text = isAbsolute ? "/" : ""
    for (index, part) in parts.enumerated() {
      if index > 0 { text += "/" }
      text += part
    }
    return text.isEmpty ? "." : text
  }

  /// How to reach a path from a folder, both absolute; with `..` where it lies outside.
  public static func relative(_ path: String, to folder: String) -> String {
    let target = normalized(path).split(separator: "/")
    let base = normalized(folder).split(separator: "/")
    var common = 0
    while common < min(target.count, base.count), target[common] == base[common] { common += 1 }
    let parts =
      Array(repeating: "..", count: base.count - common) + target[common...].map(String.init)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  private static func trimmed(_ path: String) -> ArraySlice<UInt8> {
    trimmed(Array(path.utf8)[...])
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    return bytes
  }
}
