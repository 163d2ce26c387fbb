import Source

/// Where a range begins and ends for people.
struct Place: Hashable {
  let start: SourcePosition
  let end: SourcePosition
}

/// A finder of lines and columns that continues from the place it found last, so that
/// many places on one very long line cost one pass over it.
struct Places {
  let source: SourceText
  private var line = 0
  private var lineStart = 0
  private var offset = 0
  private var column = 1
  /// The UTF-16 units between the start of the line and `offset`.
  private var units = 0

  init(_ source: SourceText) { self.source = source }

  /// The line and column of a byte; the same as `SourceText.position(at:)`.
  mutating func position(at wanted: Int) -> SourcePosition {
    let wanted = min(max(wanted, 0), source.bytes.count)
    let wantedLine = source.line(at: wanted)
    if wantedLine != line {
      line = wantedLine
      lineStart = source.lineRange(wantedLine).lowerBound
      if lineStart == 0, source.hasByteOrderMark { lineStart = 3 }
      restart()
    } else if wanted - lineStart < offset - wanted {
      restart()
    }
    // A byte-order mark takes no column, so that nothing lies before the start of its line.
    let end = max(wanted, lineStart)
    if end >= offset {
      count(offset..<end, 1)
    } else {
      count(end..<offset, -1)
    }
    offset = end
    return SourcePosition(line: line, column: column)
  }

  private mutating func restart() {
    offset = lineStart
    column = 1
    units = 0
  }

  private mutating func count(_ range: Range<Int>, _ sign: Int) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = source.bytes[index]
      if byte & 0b1100_0000 != 0b1000_0000 {
        column += sign
        // Characters of four bytes are those of two units.
        units += byte >= 0xF0 ? 2 * sign : sign
      }
      index += 1
    }
  }

  /// The UTF-16 units between the start of its line and a byte.
  mutating func units(before offset: Int) -> Int {
    _ = position(at: offset)
    return units
  }

  /// The exact bounds of a range.
  mutating func place(of range: SourceRange) -> Place {
    let start = position(at: range.lowerBound)
    return Place(start: start, end: position(at: range.upperBound))
  }

  /// The bounds of a range to show: a final line break is no part of it, so that it
  /// does not end on a line that it has no character of.
  mutating func shown(_ range: SourceRange) -> Place { place(of: trimmed(range)) }

  /// The range without its final line break.
  func trimmed(_ range: SourceRange) -> SourceRange {
    let range = source.clamped(range)
    guard !range.isEmpty, source.bytes[range.upperBound - 1] == UInt8(ascii: "\n") else {
      return range
    }
    let end = source.lineRange(source.line(at: range.upperBound - 1)).upperBound
    return SourceRange(range.lowerBound, max(range.lowerBound, end))
  }
}

extension SourceText {
  /// The part of a range that lies in the source; a place at its nearest end where none does.
  func clamped(_ range: SourceRange) -> SourceRange {
    SourceRange(
      min(max(range.lowerBound, 0), bytes.count), min(max(range.upperBound, 0), bytes.count))
  }
}
