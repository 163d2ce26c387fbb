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
