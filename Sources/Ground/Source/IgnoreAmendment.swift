/// Lines that come to stand at the end of an ignore file, or in a new one.
///
/// What is in the file already stays as it is: its lines, their order, comments and line endings.
public struct IgnoreAmendment: Hashable, Sendable {
  /// One line with what speaks for it.
  public struct Line: Hashable, Sendable {
    /// The pattern as it is written.
    public let pattern: String
    /// What it keeps out, in a few words.
    public let reason: String

    /// A line from its pattern and its reason.
    public init(_ pattern: String, _ reason: String) {
      self.pattern = pattern
      self.reason = reason
    }

    /// A path at the root of the context that the line leaves out.
    public var sample: String {
      pattern.hasPrefix("**/") ? String(pattern.dropFirst(3)) : pattern
    }
  }

  /// The file, as a path that the user would write.
  public let path: String
  /// The file before; nil where there is none.
  public let before: SourceText?
  /// The lines, in the order in which they are written; no pattern comes twice.
  public private(set) var lines: [Line] = []

  /// An amendment of a file with its first lines.
  public init(of path: String, before: SourceText?, lines: [Line] = []) {
    self.path = path
    self.before = before
    add(lines)
  }

  /// Adds the lines whose patterns are not there yet.
  public mutating func add(_ more: [Line]) {
    for line in more where !lines.contains(where: { $0.pattern == line.pattern }) {
      lines.append(line)
    }
  }

  /// The comment above the lines.
  static let comment = "# What no image needs, added by `hardstand fix`"

  /// What is written behind the bytes that are there; empty without lines.
  public var appended: String {
    if lines.isEmpty { return "" }
    let ending = before?.lineEnding ?? "\n"
    var text = ""
    if let last = before?.bytes.last {
      if last != UInt8(ascii: "\n") { text += ending }
      text += ending
    }
    for line in [Self.comment] + lines.map(\.pattern) { text += line + ending }
    return text
  }

  /// The bytes of the file afterwards.
  public var bytes: [UInt8] { (before?.bytes ?? []) + Array(appended.utf8) }
}
