import Dockerfile
import Facts
import Source

/// The layout of a whole file: its blank lines, comments and instructions from top to bottom.
struct FileLayout {
  private let facts: DockerfileFacts
  private let style: LayoutStyle
  private let source: SourceText
  private let bytes: [UInt8]
  private let reader: GapReader
  private let ending: [UInt8]
  private let nodes: [DockerfileSyntax.Node]
  /// The steps by the places of their keywords.
  private let steps: [Int: Step]
  private var list: EditList

  init(facts: DockerfileFacts, style: LayoutStyle) {
    self.facts = facts
    self.style = style
    source = facts.source
    bytes = source.bytes
    reader = GapReader(
      bytes: source.bytes, escape: facts.syntax.escape, tab: style.indentation)
    ending = Array(source.lineEnding.utf8)
    nodes = FileLayout.nodes(of: facts.syntax)
    var steps: [Int: Step] = [:]
    for stage in facts.stages {
      for step in stage.steps { steps[step.instruction.keyword.range.lowerBound] = step }
    }
    self.steps = steps
    list = EditList(source)
  }

  /// The nodes without the byte-order mark.
  private static func nodes(of syntax: DockerfileSyntax) -> [DockerfileSyntax.Node] {
    guard syntax.source.hasByteOrderMark, let first = syntax.nodes.first else {
      return syntax.nodes
    }
    // The line that follows the mark is told apart anew, since the mark is text of its node.
    guard case .unread(let range) = first else { return syntax.nodes }
    let line = SourceRange(3, range.upperBound)
    if line.isEmpty { return Array(syntax.nodes.dropFirst()) }
    let text = syntax.source.bytes[line.offsets].first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    let node: DockerfileSyntax.Node =
      text == nil ? .blank(line) : text == UInt8(ascii: "#") ? .comment(line) : first
    return [node] + syntax.nodes.dropFirst()
  }

  mutating func edits() -> [TextEdit] {
    // Bytes that nothing owns mean that the file is not understood.
    if nodes.contains(where: { if case .unread = $0 { true } else { false } }) { return [] }
    var hasStage = false
    var index = 0
    while index < nodes.count {
      switch nodes[index] {
      case .blank:
        let end = nodes[index...].firstIndex { !$0.isBlank } ?? nodes.count
        blankLines(index..<end)
        index = end
        continue
      case .directive(_, let range): endLine(range)
      case .comment(let range):
        if hasStage { beginStage(index) }
        comment(range)
      case .instruction(let number, let range):
        if hasStage { beginStage(index) }
        let instruction = facts.syntax.instructions[number]
        if instruction.kind == .from { hasStage = true }
        layOut(instruction, range)
      case .unread: break
      }
      index += 1
    }
    return list.edits
  }

  /// Leaves one blank line of several, and none at the ends of the file.
  private mutating func blankLines(_ run: Range<Int>) {
    var rest = run
    let isFirst = run.lowerBound == 0 && !guardsDirective(run.upperBound)
    if !isFirst, run.upperBound < nodes.count {
      let range = nodes[run.lowerBound].range
      list.replace(range.lowerBound, range.upperBound, with: ending)
      rest = run.dropFirst()
    }
    for node in nodes[rest] {
      list.replace(node.range.lowerBound, node.range.upperBound, with: [])
    }
  }

  /// Whether the comments from a node on would be directives at the top of the file.
  private func guardsDirective(_ index: Int) -> Bool {
    guard index < nodes.count, case .comment(let first) = nodes[index] else { return false }
    let end = nodes[index...].firstIndex { !$0.isComment } ?? nodes.count
    let text = Array(bytes[first.lowerBound..<nodes[end - 1].range.upperBound])
    return !DockerfileSyntax.parse(SourceText(name: "", bytes: text)).directives.isEmpty
  }

  /// Puts a blank line before the comments and the FROM that begin at a node.
  private mutating func beginStage(_ index: Int) {
    guard index > 0, !nodes[index - 1].isBlank, !nodes[index - 1].isComment else { return }
    guard let next = nodes[index...].first(where: { !$0.isComment }),
      case .instruction(let number, _) = next, facts.syntax.instructions[number].kind == .from
    else { return }
    let place = nodes[index].range.lowerBound
    list.replace(place, place, with: ending)
  }

  /// Takes away the blanks at the end of a line.
  private mutating func endLine(_ range: SourceRange) {
    list.replace(reader.trimmed(range.lowerBound, range.upperBound), range.upperBound, with: ending)
  }

  private mutating func comment(_ range: SourceRange) {
    let text = reader.skipBlanks(range.lowerBound, range.upperBound)
    list.replace(range.lowerBound, text, with: [])
    endLine(SourceRange(text, range.upperBound))
  }

  private mutating func layOut(_ instruction: Instruction, _ range: SourceRange) {
    let keyword = instruction.keyword.range
    // An instruction that begins with a continuation is left as it is.
    guard reader.skipBlanks(range.lowerBound, keyword.lowerBound) == keyword.lowerBound else {
      return endFile(range)
    }
    list.replace(range.lowerBound, keyword.lowerBound, with: [])
    let step = steps[keyword.lowerBound]
    let atoms = AtomReader(reader: reader, step: step).atoms(of: instruction)
    if let atoms, let last = atoms.last {
      let layout = InstructionLayout(
        atoms, lineStart: range.lowerBound, reader: reader, style: style)
      layout.write(to: &list, escape: facts.syntax.escape, ending: ending)
      if endHeader(last.range.upperBound, range) { return }
    } else {
      let upper = bytes[keyword.offsets].map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
      list.replace(keyword.lowerBound, keyword.upperBound, with: upper)
    }
    endFile(range)
  }

  /// Ends the last line of the file, where the instruction there leaves it as it is.
  private mutating func endFile(_ range: SourceRange) {
    if range.upperBound == bytes.count, bytes.last != 0x0A {
      list.replace(bytes.count, bytes.count, with: ending)
    }
  }

  /// Ends the line after the last atom; whether that is the end of the instruction.
  private mutating func endHeader(_ end: Int, _ range: SourceRange) -> Bool {
    var lineEnd = end
    while lineEnd < range.upperBound, bytes[lineEnd] != 0x0A { lineEnd += 1 }
    lineEnd = min(lineEnd + 1, range.upperBound)
    list.replace(reader.trimmed(end, lineEnd), lineEnd, with: ending)
    return lineEnd == range.upperBound
  }
}

extension DockerfileSyntax.Node {
  fileprivate var isBlank: Bool { if case .blank = self { true } else { false } }
  fileprivate var isComment: Bool { if case .comment = self { true } else { false } }
}
