import Facts
import Shell
import Source

/// Cuts the shell text of an instruction into atoms, at the line ends that stand between words and
/// before the packages of an install list.
struct ShellText {
  let reader: GapReader
  let range: SourceRange
  let ground: ShellGround
  private let packages: [PackageCommand]

  private var bytes: [UInt8] { reader.bytes }

  init(
    _ range: SourceRange, _ script: ShellScript, _ packages: [PackageCommand], _ reader: GapReader
  ) {
    self.range = range
    self.reader = reader
    self.packages = packages
    ground = ShellGround(script)
  }

  /// A gap that separates two atoms.
  private struct Cut {
    let range: SourceRange
    let join: Gap.Join
    var role: Gap.Role
  }

  func atoms() -> [Atom] {
    var cuts = lineEnds()
    let endsWithOperator = cuts.contains { isList(before: $0.range.lowerBound) }
    addLists(to: &cuts, endsWithOperator)
    cuts.sort { $0.range < $1.range }
    var atoms: [Atom] = []
    var start = range.lowerBound
    var join = Gap.Join.blank
    var role = Gap.Role.fixed
    for cut in cuts where cut.range.lowerBound > start {
      atoms.append(Atom(SourceRange(start, cut.range.lowerBound), join, role))
      start = cut.range.upperBound
      (join, role) = (cut.join, cut.role)
    }
    atoms.append(Atom(SourceRange(start, range.upperBound), join, role))
    return atoms
  }

  /// The gaps with line ends that stand between words.
  private func lineEnds() -> [Cut] {
    var result: [Cut] = []
    let end = range.upperBound
    var position = range.lowerBound
    while position < end {
      guard bytes[position] == 0x0A else {
        position += 1
        continue
      }
      var escape = reader.trimmed(range.lowerBound, position)
      guard escape > range.lowerBound, bytes[escape - 1] == reader.escape else {
        position += 1
        continue
      }
      escape -= 1
      var hasBlank = false
      let next = skipLines(position + 1, end, &hasBlank)
      guard next < end else { break }
      var start = escape
      while start > range.lowerBound, reader.isBlank(bytes[start - 1]) { start -= 1 }
      if start < escape { hasBlank = true }
      let gap = SourceRange(start, next)
      if start > range.lowerBound, ground.isFree(gap),
        hasBlank || separates(bytes[start - 1], bytes[next])
      {
        result.append(Cut(range: gap, join: .blank, role: .fixed))
      }
      position = next
    }
    return result
  }

  /// The first byte of text after comments, empty lines and lines with only an escape character.
  private func skipLines(_ start: Int, _ end: Int, _ hasBlank: inout Bool) -> Int {
    var position = start
    while position < end {
      let line = position
      position = reader.skipBlanks(position, end)
      guard position < end else { break }
      let isDropped =
        bytes[position] == UInt8(ascii: "#") || bytes[position] == 0x0A || bytes[position] == 0x0D
      let bare = reader.lineEnd(afterEscape: position, end)
      if position > line, !isDropped { hasBlank = true }
      guard isDropped || bare != nil else { break }
      while position < end, bytes[position] != 0x0A { position += 1 }
      position += 1
    }
    return position
  }

  /// Whether a blank may be put between two bytes that have none: one is an operator that is
  /// complete, and the other belongs to no operator.
  private func separates(_ before: UInt8, _ after: UInt8) -> Bool {
    let operators: [UInt8] = Array("&|;".utf8)
    let marks: [UInt8] = Array("&|;<>()".utf8)
    return operators.contains(before) && !marks.contains(after)
      || operators.contains(after) && !marks.contains(before)
  }

  /// Whether `&&` or `||` ends before an offset.
  private func isList(before offset: Int) -> Bool {
    offset > range.lowerBound + 1 && isList(at: offset - 2)
  }

  private func isList(at offset: Int) -> Bool {
    guard offset + 1 < range.upperBound, bytes[offset] == bytes[offset + 1] else { return false }
    return (bytes[offset] == UInt8(ascii: "&") || bytes[offset] == UInt8(ascii: "|"))
      && ground.isFree(SourceRange(offset, offset + 2))
  }

  /// Marks the gaps before the packages of install lists, and those after the lists.
  private func addLists(to cuts: inout [Cut], _ endsWithOperator: Bool) {
    let lineEnds = Dictionary(
      cuts.indices.map { (cuts[$0].range.upperBound, $0) }, uniquingKeysWith: { first, _ in first })
    for (list, command) in packages.enumerated()
    where command.verb == .install && command.use.script == 0 {
      var last: SourceRange?
      for operand in command.operands
      where range.contains(operand.range) && ground.isPart(operand.range) {
        last = operand.range
        if let index = lineEnds[operand.range.lowerBound] {
          cuts[index].role = .package(list: list)
        } else if let gap = blanks(before: operand.range.lowerBound) {
          cuts.append(Cut(range: gap, join: .asWritten, role: .package(list: list)))
        }
      }
      if let last, let gap = gap(after: last.upperBound, endsWithOperator) {
        cuts.append(Cut(range: gap, join: .asWritten, role: .afterPackages(list: list)))
      }
    }
  }

  /// The blanks before an offset where other text of the same line stands before them.
  private func blanks(before offset: Int) -> SourceRange? {
    var start = offset
    while start > range.lowerBound, reader.isBlank(bytes[start - 1]) { start -= 1 }
    guard start < offset, start > range.lowerBound, bytes[start - 1] != 0x0A,
      ground.isFree(SourceRange(start, offset))
    else { return nil }
    return SourceRange(start, offset)
  }

  /// The gap at which a line can end after a list: before `&&`, or after the operator.
  private func gap(after offset: Int, _ endsWithOperator: Bool) -> SourceRange? {
    let end = range.upperBound
    let next = reader.skipBlanks(offset, end)
    guard next < end else { return nil }
    var start = next
    if isList(at: next) {
      if !endsWithOperator { return blanks(before: next) }
      start += 2
    } else if bytes[next] == UInt8(ascii: ";"), next + 1 < end, bytes[next + 1] != bytes[next] {
      start += 1
    } else {
      return nil
    }
    let text = reader.skipBlanks(start, end)
    guard text < end, reader.lineEnd(afterEscape: text, end) == nil else { return nil }
    return blanks(before: text)
  }
}
