import Dockerfile
import Facts
import Source

extension SourceText {
  /// The blanks at the start of the line that holds a byte.
  func indentation(at offset: Int) -> String {
    String(text(lineRange(line(at: offset))).prefix { $0 == " " || $0 == "\t" })
  }
}

extension Subject {
  /// The edit that puts lines above an instruction and the comments that belong to it.
  func inserting(lines: [String], above instruction: Instruction) -> TextEdit {
    var line = source.line(at: instruction.range.lowerBound)
    for comment in instruction.comments.reversed()
    where source.line(at: comment.lowerBound) == line - 1 { line -= 1 }
    return .insert(
      lines.map { $0 + source.lineEnding }.joined(), at: source.fullLineRange(line).lowerBound)
  }

  /// The edit that puts lines below an instruction.
  func inserting(lines: [String], below instruction: Instruction) -> TextEdit {
    .insert(
      lines.map { source.lineEnding + $0 }.joined(), at: instruction.range.upperBound)
  }

  /// The edit that puts lines behind the last step of a stage that does something to files, so that
  /// they hold for the container and for no step of the build.
  func inserting(lines: [String], afterTheWorkOf stage: StageFacts) -> TextEdit? {
    let work: Set<InstructionKind> = [.run, .copy, .add, .workdir]
    let last = stage.steps.last { $0.kind.map { work.contains($0) } ?? false }
    guard let before = last?.instruction ?? stage.fromInstruction else { return nil }
    let later = stage.steps.first { $0.instruction.range.lowerBound > before.range.lowerBound }
    guard let later else { return inserting(lines: lines, below: before) }
    return inserting(lines: lines, above: later.instruction)
  }

  /// The edit that gives a RUN more flags, each on a line of its own where the form allows for it.
  func inserting(flags: [String], into step: Step) -> TextEdit? {
    let instruction = step.instruction
    guard case .run? = instruction.body, !instruction.rest.isEmpty else { return nil }
    let start = instruction.rest.source(of: 0)
    guard !instruction.isJSON, instruction.heredocs.isEmpty else {
      return .insert(flags.map { $0 + " " }.joined(), at: start)
    }
    let line = source.line(at: start)
    let isFirst = line == source.line(at: instruction.range.lowerBound)
    let before = source.text(SourceRange(source.lineRange(line).lowerBound, start))
    let indent = !isFirst && before.allSatisfy({ $0 == " " || $0 == "\t" }) ? before : "    "
    let escape = Character(Unicode.Scalar(facts.syntax.escape))
    return .insert(
      flags.map { "\($0) \(escape)\(source.lineEnding)\(indent)" }.joined(), at: start)
  }
}
