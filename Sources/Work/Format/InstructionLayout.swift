import Dockerfile
import Source

/// The layout of one instruction: its atoms, and what goes between them.
struct InstructionLayout {
  let bytes: [UInt8]
  let style: LayoutStyle
  let atoms: [Atom]
  /// The gap at an index stands between the atom of that index and the next.
  var gaps: [Gap] = []
  /// The column that the instruction itself stood at.
  private let ownColumn: Int
  /// The column of the outermost lines that continue it.
  private(set) var baseColumn = 0
  /// Whether these lines are aligned with a word of the first line.
  private(set) var isAligned = false
  /// Whether lines keep the blanks before them, because some of them lie in words and cannot move.
  let keepsIndentation: Bool

  /// Reads the gaps between atoms.
  init(_ atoms: [Atom], lineStart: Int, reader: GapReader, style: LayoutStyle) {
    bytes = reader.bytes
    self.style = style
    self.atoms = atoms
    let keyword = atoms[0].range.lowerBound
    ownColumn = reader.column(from: lineStart, to: keyword)
    keepsIndentation = atoms.contains { Self.hasIndentedLine(reader.bytes[$0.range.offsets]) }
    for index in atoms.indices.dropFirst() {
      let range = SourceRange(atoms[index - 1].range.upperBound, atoms[index].range.lowerBound)
      gaps.append(reader.read(range, atoms[index].join, atoms[index].role))
    }
    setColumns(keepsAlignment: true)
    spread()
  }

  private static func hasIndentedLine(_ text: ArraySlice<UInt8>) -> Bool {
    var afterLineEnd = false
    for byte in text {
      if afterLineEnd, byte == 0x20 || byte == 0x09 { return true }
      afterLineEnd = byte == 0x0A
    }
    return false
  }

  /// Gives every line that continues the instruction its column.
  mutating func setColumns(keepsAlignment: Bool) {
    baseColumn = style.indentation
    isAligned = false
    var base: Int?
    for index in gaps.indices where !endsArray(index) {
      guard let written = writtenColumn(index) else { continue }
      let column = commandColumn(index, written)
      base = min(base ?? column, column)
    }
    if keepsAlignment, let base, isWordStart(base) {
      baseColumn = base
      isAligned = true
    }
    let shift = baseColumn - (base ?? baseColumn)
    for index in gaps.indices {
      guard let written = writtenColumn(index) else { continue }
      if endsArray(index) {
        gaps[index].column = written == 0 ? 0 : baseColumn
      } else {
        gaps[index].column = hangs(index, written) ? written : written + shift
      }
    }
  }

  /// The column of a line as it was written, seen from the instruction.
  private func writtenColumn(_ index: Int) -> Int? {
    gaps[index].lineBreak.map { max(0, $0.column - ownColumn) }
  }

  /// Whether the next atom is the bracket that ends an array over several lines; it may stand below
  /// the keyword.
  private func endsArray(_ index: Int) -> Bool {
    gaps[index].join == .nothing && index + 1 == gaps.count && gaps[index].lineBreak != nil
  }

  /// Whether a line begins with an operator to the left of the indentation, and its command within.
  func hangs(_ index: Int, _ column: Int) -> Bool {
    column > 0 && column <= style.indentation - 3
      && textColumn(of: atoms[index + 1], at: column) > column
  }

  /// The column of a line, where a command after a hanging operator stands at the indentation.
  private func commandColumn(_ index: Int, _ column: Int) -> Int {
    hangs(index, column) ? style.indentation : column
  }

  /// Moves the lines that continue the instruction so far that the outermost stand at the base again.
  mutating func settle() {
    let broken = gaps.indices.filter { gaps[$0].breaks && !endsArray($0) }
    guard let least = broken.map({ commandColumn($0, gaps[$0].column) }).min(), least > baseColumn
    else { return }
    for index in broken where !hangs(index, gaps[index].column) {
      gaps[index].column -= least - baseColumn
    }
  }

  /// The column of the first byte of an atom that is no operator before a blank.
  func textColumn(of atom: Atom, at column: Int) -> Int {
    var offset = atom.range.lowerBound
    let end = atom.range.upperBound
    while offset < end, "&|;".utf8.contains(bytes[offset]) { offset += 1 }
    if offset == atom.range.lowerBound || offset == end || bytes[offset] != 0x20 { return column }
    while offset < end, bytes[offset] == 0x20 { offset += 1 }
    return column + offset - atom.range.lowerBound
  }

  /// Whether a word of the first line begins at a column that is no usual indentation, and stays there.
  private func isWordStart(_ column: Int) -> Bool {
    guard column >= style.indentation * 3 || column % style.indentation != 0 else { return false }
    let start = atoms[0].range.lowerBound
    let place = start + column
    guard column > 0, place < bytes.count,
      bytes[start...place].allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), bytes[place] != 0x20,
      bytes[place - 1] == 0x20 || bytes[place - 1] == UInt8(ascii: "[")
    else { return false }
    if place == atoms.last?.range.upperBound { return false }
    for (index, gap) in gaps.enumerated() where gap.range.lowerBound < place {
      if gap.lineBreak != nil || place < gap.range.upperBound { return false }
      if gap.isRead, text(of: gap) != Array(bytes[gap.range.offsets]) { return false }
      if index > 0, atoms[index].replacement != nil, !isKeyword(atoms[index]) { return false }
    }
    return true
  }

  /// Whether the replacement of an atom is as long as the atom.
  private func isKeyword(_ atom: Atom) -> Bool { atom.replacement?.count == atom.range.length }

  /// What belongs in a gap without line end.
  func text(of gap: Gap) -> [UInt8] {
    switch gap.join {
    case .blank: Array(" ".utf8)
    case .nothing: []
    case .comma: Array(", ".utf8)
    case .asWritten: Array(bytes[gap.range.offsets])
    }
  }
}
