import Source

/// A run of whole lines that edits touch, with what stands there afterwards.
struct EditedWindow {
  /// The lines, from 1.
  let lines: ClosedRange<Int>
  /// The lines with their endings, before.
  let old: [ArraySlice<UInt8>]
  /// The lines with their endings, after.
  let new: [ArraySlice<UInt8>]

  /// The windows of edits, apart from each other and in the order of the source. Edits that
  /// overlap or lie outside are left out, as `SourceText.applying` does.
  static func windows(_ source: SourceText, _ edits: [TextEdit]) -> [EditedWindow] {
    var groups: [(lines: ClosedRange<Int>, edits: [TextEdit])] = []
    var position = 0
    for edit in edits.sorted(by: { $0.range < $1.range }) {
      guard edit.range.lowerBound >= position, edit.range.upperBound <= source.bytes.count else {
        continue
      }
      position = edit.range.upperBound
      // The line that follows an edit belongs to it, since the edit may join the two.
      let lines =
        source.line(at: edit.range.lowerBound)...source.line(at: edit.range.upperBound)
      if let last = groups.last, lines.lowerBound <= last.lines.upperBound {
        groups[groups.count - 1].lines = last.lines.lowerBound...lines.upperBound
        groups[groups.count - 1].edits.append(edit)
      } else {
        groups.append((lines, [edit]))
      }
    }
    return groups.map { EditedWindow(source, $0.lines, $0.edits) }
  }

  private init(_ source: SourceText, _ lines: ClosedRange<Int>, _ edits: [TextEdit]) {
    self.lines = lines
    let start = source.fullLineRange(lines.lowerBound).lowerBound
    let end = source.fullLineRange(lines.upperBound).upperBound
    var bytes: [UInt8] = []
    var position = start
    for edit in edits {
      bytes += source.bytes[position..<edit.range.lowerBound]
      bytes += Array(edit.replacement.utf8)
      position = edit.range.upperBound
    }
    bytes += source.bytes[position..<end]
    old = Self.split(source.bytes[start..<end])
    new = Self.split(bytes[...])
  }

  /// The lines of a text, each with its ending.
  private static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = text.startIndex
    for index in text.indices where text[index] == UInt8(ascii: "\n") {
      lines.append(text[start...index])
      start = index + 1
    }
    if start < text.endIndex { lines.append(text[start...]) }
    return lines
  }
}
