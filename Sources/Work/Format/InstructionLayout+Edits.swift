import Source

extension InstructionLayout {
  /// Writes the replacements of atoms and gaps.
  func write(to list: inout EditList, escape: UInt8, ending: [UInt8]) {
    for index in atoms.indices {
      let atom = atoms[index]
      if let text = atom.replacement {
        list.replace(atom.range.lowerBound, atom.range.upperBound, with: text)
      }
      guard index < gaps.count, gaps[index].isRead else { continue }
      let gap = gaps[index]
      if gap.lineBreak != nil {
        write(gap, before: index + 1, to: &list, escape: escape, ending: ending)
      } else if gap.isNewBreak {
        let text = [0x20, escape] + ending + blanks(gap.column)
        list.replace(gap.range.lowerBound, gap.range.upperBound, with: text)
      } else {
        list.replace(gap.range.lowerBound, gap.range.upperBound, with: text(of: gap))
      }
    }
  }

  private func blanks(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x20, count: count) }

  private func write(
    _ gap: Gap, before index: Int, to list: inout EditList, escape: UInt8, ending: [UInt8]
  ) {
    guard let written = gap.lineBreak else { return }
    let head = gap.join == .comma ? Array(", ".utf8) : blanks(1)
    let last =
      keepsIndentation
      ? bytes[written.lastLine..<gap.range.upperBound].filter { $0 == 0x20 || $0 == 0x09 }
      : blanks(gap.column)
    // Comments stand where the text of the line after them does.
    let inner = hangs(index - 1, gap.column) ? blanks(style.indentation) : last
    list.replace(gap.range.lowerBound, written.escape, with: head)
    list.replace(written.escape + 1, written.lineEnd, with: ending)
    for line in written.lines {
      switch line {
      case .comment(let whole, let text):
        list.replace(whole.lowerBound, text.lowerBound, with: inner)
        list.replace(text.upperBound, whole.upperBound, with: ending)
      case .empty(let whole):
        list.replace(whole.lowerBound, whole.upperBound, with: [])
      case .bare(let whole, let place):
        list.replace(whole.lowerBound, place, with: inner)
        list.replace(place + 1, whole.upperBound, with: ending)
      }
    }
    list.replace(written.lastLine, gap.range.upperBound, with: last)
  }
}
