import Source
import Terminal

/// A line of a source, or the part of it around a range, as it can be shown in a number
/// of columns: tabs spread out, harmful characters visible, what does not fit cut off.
struct FrameLine {
  /// What to print.
  private(set) var text = ""
  private let cells: [Cell]
  /// The columns of the cells that are printed, as columns of the whole part.
  private let window: Range<Int>

  private struct Cell {
    let offset: Int
    let column: Int
    let width: Int
    let text: String
  }

  private static let tabWidth = 4

  /// The line `line` (from 1) in `width` columns, cut so that `range` is seen from its start.
  init(_ source: SourceText, line: Int, around range: SourceRange, width: Int, ellipsis: String) {
    let whole = source.lineRange(line)
    let near = Self.near(range, in: whole, source, width: width)
    let cells = Self.cells(source, near)
    self.cells = cells
    let total = cells.last.map { $0.column + $0.width } ?? 0
    let isCutLeft = near.lowerBound > whole.lowerBound
    let isCutRight = near.upperBound < whole.upperBound
    if total <= width, !isCutLeft, !isCutRight {
      window = 0..<max(total, 1) + 1
      text = Self.trimmed(cells.map(\.text).joined())
      return
    }
    let start = Self.column(of: range.lowerBound, cells, total)
    let end = max(start + 1, Self.column(of: range.upperBound, cells, total))
    // A third of what is left stands before the range, the rest behind it; a range that
    // fills the width keeps a few columns before it.
    let before = min(start, max(8, (width - min(end - start, width)) / 3))
    var lower = start - before
    if total - lower < width, !isCutRight { lower = max(0, total - width) }
    let upper = lower + width
    window = lower..<upper
    let cutsLeft = lower > 0 || isCutLeft
    let cutsRight = upper < total || isCutRight
    var shown = ""
    var column = lower
    for cell in cells where cell.column + cell.width > lower && cell.column < upper {
      let isWhole = cell.column >= lower && cell.column + cell.width <= upper
      let isCut =
        !isWhole || cutsLeft && cell.column < lower + 1
        || cutsRight && cell.column + cell.width > upper - 1
      let visible = min(cell.column + cell.width, upper) - max(cell.column, lower)
      if isCut {
        let sign = column == lower || cell.column + cell.width >= upper - 1
        shown += sign && visible > 0 ? ellipsis : ""
        shown += String(repeating: " ", count: max(0, visible - 1))
      } else {
        shown += cell.text
      }
      column = cell.column + cell.width
    }
    text = Self.trimmed(shown)
  }

  /// The columns of the printed text, from 0, that a range takes; at least one.
  func columns(of range: SourceRange) -> Range<Int> {
    let total = cells.last.map { $0.column + $0.width } ?? 0
    let start = Self.column(of: range.lowerBound, cells, total)
    var end = Self.column(of: range.upperBound, cells, total)
    if end <= start {
      end = start + (cells.first { $0.column >= start && $0.width > 0 }?.width ?? 1)
    }
    if range.isEmpty { end = start + 1 }
    let lower = min(max(start, window.lowerBound), window.upperBound - 1)
    let upper = min(max(end, lower + 1), max(window.upperBound, lower + 1))
    return (lower - window.lowerBound)..<(upper - window.lowerBound)
  }

  /// Whether the start of a range is printed.
  func shows(_ range: SourceRange) -> Bool {
    let total = cells.last.map { $0.column + $0.width } ?? 0
    if let first = cells.first, range.lowerBound < first.offset { return false }
    let column = Self.column(of: range.lowerBound, cells, total)
    return window.contains(column)
  }

  /// The column of the cell that holds the byte at `offset`.
  private static func column(of offset: Int, _ cells: [Cell], _ total: Int) -> Int {
    var low = 0
    var high = cells.count
    while low < high {
      let middle = (low + high) / 2
      if cells[middle].offset <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return 0 }
    let cell = cells[low - 1]
    return low == cells.count && offset > cell.offset ? total : cell.column
  }

  /// The part of a line that is looked at: the whole line, but of a very long one only what
  /// can be shown around the range.
  private static func near(
    _ range: SourceRange, in line: SourceRange, _ source: SourceText, width: Int
  ) -> SourceRange {
    let reach = 4 * max(width, 1)
    if line.length <= 2 * reach { return line }
    let place = min(max(range.lowerBound, line.lowerBound), line.upperBound)
    var lower = max(line.lowerBound, place - reach)
    var upper = min(line.upperBound, place + reach)
    while lower > line.lowerBound, source.bytes[lower] & 0b1100_0000 == 0b1000_0000, lower > 0,
      place - lower < reach + 4
    { lower -= 1 }
    while upper < line.upperBound, source.bytes[upper] & 0b1100_0000 == 0b1000_0000,
      upper - place < reach + 4
    { upper += 1 }
    return SourceRange(lower, upper)
  }

  private static func cells(_ source: SourceText, _ range: SourceRange) -> [Cell] {
    var cells: [Cell] = []
    cells.reserveCapacity(range.length)
    var parser = Unicode.UTF8.ForwardParser()
    var offset = range.lowerBound
    if offset == 0, source.hasByteOrderMark { offset = min(3, range.upperBound) }
    var iterator = source.bytes[offset..<range.upperBound].makeIterator()
    var column = 0
    func add(_ text: String, _ width: Int, _ bytes: Int) {
      cells.append(Cell(offset: offset, column: column, width: width, text: text))
      column += width
      offset += bytes
    }
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        if scalar == "\t" {
          let width = tabWidth - column % tabWidth
          add(String(repeating: " ", count: width), width, 1)
        } else if let form = scalar.harmlessForm {
          add(form, DisplayWidth.of(form), encoded.count)
        } else {
          add(String(Character(scalar)), DisplayWidth.of(scalar), encoded.count)
        }
      case .error(let length): add("\u{FFFD}", 1, length)
      case .emptyInput: return cells
      }
    }
  }

  private static func trimmed(_ text: String) -> String {
    guard let end = text.lastIndex(where: { $0 != " " }) else { return "" }
    return String(text[...end])
  }
}
