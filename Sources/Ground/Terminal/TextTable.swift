/// Rows of cells in columns that are as wide as their widest cell.
public struct TextTable: Sendable {
  /// On which side a column is flush.
  public enum Alignment: Hashable, Sendable {
    /// On the left, as words are.
    case left
    /// On the right, as numbers are.
    case right
  }

  private let titles: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// A table without rows; without titles nothing stands above them.
  public init(_ columns: [(title: String, alignment: Alignment)]) {
    titles = columns.map(\.title)
    alignments = columns.map(\.alignment)
  }

  /// Adds a row; cells that are missing are empty.
  public mutating func add(_ cells: [String]) { rows.append(cells) }

  /// Whether it has no rows.
  public var isEmpty: Bool { rows.isEmpty }

  /// The table, each line ended.
  public func text(_ style: Style) -> String {
    let all = (titles.contains { !$0.isEmpty } ? [titles] : []) + rows
    let widths = titles.indices.map { column in
      all.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
    }
    var text = ""
    for (number, row) in all.enumerated() {
      var line = ""
      for column in titles.indices {
        let cell = column < row.count ? row[column] : ""
        let blanks = String(repeating: " ", count: widths[column] - DisplayWidth.of(cell))
        if column > 0 { line += "  " }
        line += alignments[column] == .left ? cell + blanks : blanks + cell
      }
      while line.last == " " { line.removeLast() }
      let isTitle = number == 0 && all.count > rows.count
      text += (isTitle ? style.text(line, .heading) : line) + "\n"
    }
    return text
  }
}
