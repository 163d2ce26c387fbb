/// The patterns of `.gitignore` files and how they decide over paths (gitignore(5)).
///
/// Of all patterns that match a path, the last one of the deepest file decides.
/// A path below an ignored folder is ignored too; whoever walks a tree does not
/// enter such a folder, and so need not ask.
public struct GitIgnore: Sendable {
  /// What the patterns say of a path.
  public enum Decision: Hashable, Sendable {
    /// It is left out.
    case ignored
    /// A pattern with `!` takes it back in.
    case kept
  }

  private struct Pattern: Sendable {
    let glob: Glob
    /// Whether it looks at the last part of the path alone.
    let isName: Bool
    let isFolderOnly: Bool
    let isNegated: Bool
  }

  private struct File: Sendable {
    /// The folder it lies in, with a slash at the end; empty at the top.
    let folder: [UInt8]
    let patterns: [Pattern]
  }

  private var files: [File] = []

  /// No pattern at all.
  public init() {}

  /// Whether no pattern was read.
  public var isEmpty: Bool { files.isEmpty }

  /// Adds the patterns of one file; files are added from the top folder down.
  /// - Parameters:
  ///   - bytes: The content of the file.
  ///   - folder: The folder that it speaks of, relative to the top; empty for the top.
  public mutating func add(_ bytes: [UInt8], folder: String = "") {
    var text = bytes[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    let patterns = text.split(separator: UInt8(ascii: "\n")).compactMap(GitIgnore.pattern)
    if patterns.isEmpty { return }
    files.append(
      File(
        folder: folder.isEmpty ? [] : Array(folder.utf8) + [UInt8(ascii: "/")], patterns: patterns))
  }

  /// What the patterns say of one path, apart from the folders above it; nil when none matches.
  /// - Parameters:
  ///   - path: The path relative to the top.
  ///   - isFolder: Whether it is a folder; a link to one is none.
  public func decision(_ path: String, isFolder: Bool) -> Decision? {
    let path = Array(path.utf8)
    let nameStart = (path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    for file in files.reversed() where path.starts(with: file.folder) {
      let inside = path[file.folder.count...]
      for pattern in file.patterns.reversed() {
        if pattern.isFolderOnly, !isFolder { continue }
        if pattern.glob.matches(pattern.isName ? path[nameStart...] : inside) {
          return pattern.isNegated ? .kept : .ignored
        }
      }
    }
    return nil
  }

  /// Whether a path is ignored by itself or by a folder above it.
  public func ignores(_ path: String, isFolder: Bool) -> Bool {
    let parts = path.split(separator: "/")
    var above = ""
    for (index, part) in parts.enumerated() {
      above += index == 0 ? String(part) : "/" + part
      let isLast = index == parts.count - 1
      if decision(above, isFolder: isLast ? isFolder : true) == .ignored { return true }
    }
    return false
  }

  private static func pattern(_ line: ArraySlice<UInt8>) -> Pattern? {
    var line = withoutTrailingSpaces(line.last == 0x0D ? line.dropLast() : line)
    if line.first == UInt8(ascii: "#") { return nil }
    let isNegated = line.first == UInt8(ascii: "!")
    if isNegated { line = line.dropFirst() }
    let isFolderOnly = line.last == UInt8(ascii: "/")
    if isFolderOnly { line = line.dropLast() }
    let isName = !line.contains(UInt8(ascii: "/"))
    if line.first == UInt8(ascii: "/") { line = line.dropFirst() }
    guard !line.isEmpty, let glob = Glob(line) else { return nil }
    return Pattern(
      glob: glob, isName: isName, isFolderOnly: isFolderOnly, isNegated: isNegated)
  }

  /// The line without spaces at its end, but for those after a backslash.
  private static func withoutTrailingSpaces(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = line.startIndex
    var index = line.startIndex
    while index < line.endIndex {
      if line[index] == UInt8(ascii: "\\") {
        index += 1
        end = min(index + 1, line.endIndex)
      } else if line[index] != UInt8(ascii: " ") {
        end = index + 1
      }
      index += 1
    }
    return line[..<end]
  }
}
