/// One replacement in a source.
public struct TextEdit: Hashable, Sendable {
  /// The bytes to take away; empty to insert.
  public let range: SourceRange
  /// The text to put in their place; empty to delete.
  public let replacement: String

  /// The replacement of `range` by `replacement`.
  public init(_ range: SourceRange, _ replacement: String) {
    self.range = range
    self.replacement = replacement
  }

  /// The insertion of text before the byte at `offset`.
  public static func insert(_ text: String, at offset: Int) -> TextEdit {
    TextEdit(SourceRange(offset, offset), text)
  }
}

/// A repair of one finding: edits that belong together, with how far they can be trusted.
public struct Fix: Hashable, Sendable {
  /// How much a repair may change.
  public enum Applicability: String, Hashable, Sendable, CaseIterable {
    /// Keeps what the file means, or changes it exactly as the rule declares.
    case safe
    /// May change behaviour; applied only when asked.
    case unsafe
    /// Shown to a person, never applied by machine.
    case display
  }

  /// What the repair does, as a sentence that begins with a verb.
  public let title: String
  /// How far it can be trusted.
  public let applicability: Applicability
  /// The edits, none of which overlap.
  public let edits: [TextEdit]

  /// A repair from its edits, kept in the order of the source.
  public init(_ title: String, _ applicability: Applicability, _ edits: [TextEdit]) {
    self.title = title
    self.applicability = applicability
    self.edits = edits.sorted { $0.range < $1.range }
  }
}

extension SourceText {
  /// The bytes after `edits`, which must not overlap; edits outside of the text are left out.
  public func applying(_ edits: [TextEdit]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 64)
    var position = 0
    for edit in edits.sorted(by: { $0.range < $1.range }) {
      guard edit.range.lowerBound >= position, edit.range.upperBound <= bytes.count else {
        continue
      }
      result.append(contentsOf: bytes[position..<edit.range.lowerBound])
      result.append(contentsOf: edit.replacement.utf8)
      position = edit.range.upperBound
    }
    result.append(contentsOf: bytes[position...])
    return result
  }
}
