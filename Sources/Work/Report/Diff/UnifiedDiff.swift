public import Source

/// The difference that edits make to a source, in hunks of whole lines.
///
/// Only the lines around the edits are looked at, so that the cost follows the edits
/// and not the size of the source.
public struct UnifiedDiff: Sendable {
  /// One line of a hunk.
  public struct Line: Hashable, Sendable {
    /// What becomes of a line.
    public enum Kind: Hashable, Sendable {
      /// It stays, goes or comes.
      case kept, removed, added
    }

    /// What becomes of it.
    public let kind: Kind
    /// Its bytes with their line ending, if it has one.
    public let bytes: [UInt8]

    /// Its text without the line ending; bytes that are no UTF-8 show as U+FFFD.
    public var text: String {
      var end = bytes.endIndex
      if end > 0, bytes[end - 1] == UInt8(ascii: "\n") {
        end -= 1
        if end > 0, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      }
      return String(decoding: bytes[..<end], as: UTF8.self)
    }
  }

  /// A run of changed lines with the lines around them.
  public struct Hunk: Hashable, Sendable {
    /// The number of its first line before and after, from 1.
    public let oldStart, newStart: Int
    /// Its lines.
    public let lines: [Line]
  }

  /// The hunks, in the order of the source; none where the edits change nothing.
  public let hunks: [Hunk]
  private let name: String
  private let isNew: Bool

  /// The difference that `edits` make, with `context` unchanged lines around each change.
  ///
  /// - Parameter isNew: whether the edits make a file that was not there.
  public init(_ source: SourceText, _ edits: [TextEdit], context: Int = 3, isNew: Bool = false) {
    name = source.name
    self.isNew = isNew
    var builder = HunkBuilder(source, context: max(0, context))
    for window in EditedWindow.windows(source, edits) { builder.add(window) }
    hunks = builder.finish()
  }

  /// The lines that go and come, without those around them.
  public var changes: [Line] {
    hunks.flatMap(\.lines).filter { $0.kind != .kept }
  }

  /// The bytes of a patch that `git apply` and `patch -p1` take; nothing where nothing changes.
  public var bytes: [UInt8] {
    if hunks.isEmpty { return [] }
    let path = FileName(name).path
    let inner = path.drop { $0 == "/" }
    let old = isNew ? "/dev/null" : Self.quoted("a/\(inner)")
    var result = Array("--- \(old)\n+++ \(Self.quoted("b/\(inner)"))\n".utf8)
    for hunk in hunks {
      let old = hunk.lines.count { $0.kind != .added }
      let new = hunk.lines.count { $0.kind != .removed }
      result += Array(
        ("@@ -\(Self.span(hunk.oldStart, old)) +\(Self.span(hunk.newStart, new)) @@\n").utf8)
      for line in hunk.lines { Self.append(line, to: &result) }
    }
    return result
  }

  /// The patch as text; bytes that are no UTF-8 show as U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  private static func append(_ line: Line, to result: inout [UInt8]) {
    switch line.kind {
    case .kept: result.append(UInt8(ascii: " "))
    case .removed: result.append(UInt8(ascii: "-"))
    case .added: result.append(UInt8(ascii: "+"))
    }
    result += line.bytes
    if line.bytes.last != UInt8(ascii: "\n") {
      result += Array("\n\\ No newline at end of file\n".utf8)
    }
  }

  /// A start and a count as a hunk names them: an empty run stands after the line before it.
  private static func span(_ start: Int, _ count: Int) -> String {
    if count == 1 { return "\(start)" }
    return count == 0 ? "\(start - 1),0" : "\(start),\(count)"
  }

  /// A file name as git writes it: with a tab behind a name that has spaces, and in quotes
  /// with escapes where a character would break the line.
  private static func quoted(_ name: String) -> String {
    let needsQuotes = name.utf8.contains {
      $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
    }
    if !needsQuotes { return name.utf8.contains(UInt8(ascii: " ")) ? name + "\t" : name }
    var result = "\""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 8)
        result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
