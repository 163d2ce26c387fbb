import Source

extension InstructionLayout {
  /// Puts pairs and packages on lines of their own where a line is too long.
  mutating func spread() {
    guard !keepsIndentation, gaps.contains(where: { $0.role != .fixed && !$0.breaks }) else {
      return
    }
    let lines = lines()
    let long = lines.filter { $0.width > style.columns && !$0.gaps.isEmpty }
    if long.isEmpty { return }
    if isAligned, long.contains(where: { $0.gaps.lowerBound == 0 }) {
      setColumns(keepsAlignment: false)
    }
    if gaps.contains(where: { $0.role == .pair }) { return spreadPairs(long) }
    spread(lists(on: long), lines)
    settle()
  }

  private mutating func spreadPairs(_ long: [Line]) {
    guard long.contains(where: { gaps[$0.gaps].contains { $0.role == .pair } }) else { return }
    // A line that begins with `#` would be a comment.
    if atoms.contains(where: { bytes[$0.range.lowerBound] == UInt8(ascii: "#") }) { return }
    for index in gaps.indices where gaps[index].role == .pair && isOpen(index) {
      gaps[index].isNewBreak = true
      gaps[index].column = baseColumn
    }
  }

  /// The lists of which several packages stand on one of the lines.
  private func lists(on long: [Line]) -> Set<Int> {
    var result: Set<Int> = []
    for line in long {
      var counts: [Int: Int] = [:]
      let first = line.gaps.lowerBound - 1
      for index in max(first, 0)..<line.gaps.upperBound {
        guard case .package(let list) = gaps[index].role else { continue }
        if index == first || isOpen(index) { counts[list, default: 0] += 1 }
      }
      result.formUnion(counts.filter { $0.value > 1 }.keys)
    }
    return result
  }

  /// Puts each package of the lists on a line of its own, below the command.
  private mutating func spread(_ lists: Set<Int>, _ lines: [Line]) {
    var columns: [Int: (package: Int, after: Int)] = [:]
    var line = 0
    for index in gaps.indices {
      while line + 1 < lines.count, lines[line + 1].gaps.lowerBound <= index { line += 1 }
      switch gaps[index].role {
      case .package(let list) where lists.contains(list):
        let found = columns[list] ?? self.columns(below: lines[line])
        columns[list] = found
        gaps[index].column = found.package
      case .afterPackages(let list) where lists.contains(list):
        guard let found = columns[list] else { continue }
        // A command without operator before it begins where hanging operators let commands begin.
        let isOperator = textColumn(of: atoms[index + 1], at: 0) > 0
        gaps[index].column = isOperator ? found.after : found.package - style.indentation
      default: continue
      }
      if isOpen(index) { gaps[index].isNewBreak = true }
    }
  }

  /// The columns of the packages of a command on a line, and of the command after it.
  private func columns(below line: Line) -> (package: Int, after: Int) {
    let start = line.gaps.lowerBound
    // A line that begins within a word has no column of its own.
    guard start > 0, gaps[start - 1].breaks else {
      return (baseColumn + style.indentation, baseColumn)
    }
    let column = gaps[start - 1].column
    let text = hangs(start - 1, column) ? style.indentation : column
    return (text + style.indentation, column)
  }

  /// Whether a gap can get a line end.
  private func isOpen(_ index: Int) -> Bool { gaps[index].isRead && !gaps[index].breaks }

  /// A line by the gaps within it, with its width.
  private struct Line {
    let gaps: Range<Int>
    let width: Int
  }

  /// The lines as they are laid out so far.
  private func lines() -> [Line] {
    var result: [Line] = []
    var start = 0
    var width = 0
    for index in atoms.indices {
      let range = atoms[index].range
      // Of an atom of several lines, the first and the last share lines with others.
      if let inner = outerLines(of: range) {
        result.append(Line(gaps: start..<index, width: width + inner.first))
        start = index
        width = inner.last
      } else {
        width += columns(bytes[range.offsets])
      }
      guard index < gaps.count else { break }
      let gap = gaps[index]
      if gap.breaks {
        result.append(Line(gaps: start..<index, width: width + (gap.join == .comma ? 3 : 2)))
        start = index + 1
        width = gap.column
      } else if gap.isRead {
        width += columns(text(of: gap)[...])
      } else if let inner = outerLines(of: gap.range) {
        result.append(Line(gaps: start..<index, width: width + inner.first))
        start = index + 1
        width = inner.last
      } else {
        width += columns(bytes[gap.range.offsets])
      }
    }
    result.append(Line(gaps: start..<gaps.count, width: width))
    return result
  }

  /// The widths of the first and the last line of a range; nil where it is one line.
  private func outerLines(of range: SourceRange) -> (first: Int, last: Int)? {
    let text = bytes[range.offsets]
    guard let first = text.firstIndex(of: 0x0A), let last = text.lastIndex(of: 0x0A) else {
      return nil
    }
    return (columns(text[..<first]), columns(text[(last + 1)...]))
  }

  /// The characters of a piece of a line; a tab counts as an indentation.
  private func columns(_ text: ArraySlice<UInt8>) -> Int {
    text.reduce(0) { sum, byte in
      byte == 0x09 ? sum + style.indentation : byte & 0xC0 == 0x80 ? sum : sum + 1
    }
  }
}
