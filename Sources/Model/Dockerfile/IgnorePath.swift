/// Paths of a build context, as bytes with slashes.
enum IgnorePath {
  /// The shortest path that means the same by its text alone, as Go's
  /// `filepath.Clean` makes it; an empty path becomes `.`.
  static func cleaned(_ path: [UInt8]) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    let dot = UInt8(ascii: ".")
    let isRooted = path.first == slash
    var parts: [ArraySlice<UInt8>] = []
    for part in path.split(separator: slash) {
      if part.elementsEqual([dot]) { continue }
      if part.elementsEqual([dot, dot]) {
        if let last = parts.last, !last.elementsEqual([dot, dot]) {
          parts.removeLast()
        } else if !isRooted {
          parts.append(part)
        }
        continue
      }
      parts.append(part)
    }
    let joined = Array(parts.joined(separator: [slash]))
    if isRooted { return [slash] + joined }
    return joined.isEmpty ? [dot] : joined
  }

  /// A cleaned path without the slash of the root.
  static func cleaned(fromRoot path: String) -> [UInt8] {
    let bytes = Array(path.utf8)
    let result = isClean(bytes) ? bytes : cleaned(bytes)
    return result.count > 1 && result[0] == UInt8(ascii: "/") ? Array(result.dropFirst()) : result
  }

  /// Whether `cleaned` certainly would change nothing.
  private static func isClean(_ path: [UInt8]) -> Bool {
    var previous = UInt8(ascii: "/")
    for byte in path {
      if previous == UInt8(ascii: "/"), byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") {
        return false
      }
      previous = byte
    }
    return previous != UInt8(ascii: "/")
  }
}
