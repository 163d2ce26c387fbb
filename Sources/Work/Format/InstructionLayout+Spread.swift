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
    let wasOneLine = lines.count == 1
    for list in lists(on: long) { spread(list, lines) }
    // With nothing else to tell apart, the packages are the lines that continue the instruction.
    if wasOneLine, !gaps.contains(where: { $0.isNewBreak && $0.isAfterPackages }) {
      for index in gaps.indices where gaps[index].isNewBreak { gaps[index].column = baseColumn }
    }
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
  private func lists(on long: [Line]) -> [Int] {
    var result: [Int] = []
    for line in long {
      var counts: [Int: Int] = [:]
      let first = line.gaps.lowerBound - 1
      for index in max(first, 0)..<line.gaps.upperBound {
        guard case .package(let list) = gaps[index].role else { continue }
        if index == first || isOpen(index) { counts[list, default: 0] += 1 }
      }
      result += counts.filter { $0.value > 1 }.keys
    }
    return Set(result).sorted()
  }

  /// Puts each package of a list on a line of its own, below the command.
  private mutating func spread(_ list: Int, _ lines: [Line]) {
    guard let first = gaps.firstIndex(where: { $0.role == .package(list: list) }),
      let line = lines.last(where: { $0.gaps.lowerBound <= first })
    else { return }
    let start = line.gaps.lowerBound
    let column = start == 0 ? baseColumn : gaps[start - 1].column
    let text = start > 0 && hangs(start - 1, column) ? style.indentation : column
    for index in first..<gaps.count {
      if gaps[index].role == .package(list: list) {
        gaps[index].column = text + style.indentation
      } else if gaps[index].role == .afterPackages(list: list) {
        gaps[index].column = textColumn(of: atoms[index + 1], at: 0) > 0 ? column : text
      } else {
        continue
      }
      if isOpen(index) { gaps[index].isNewBreak = true }
    }
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

extension Gap {
  /// Whether it stands after an install list.
  fileprivate var isAfterPackages: Bool { if case .afterPackages = role { true } else { false } }
}
