import Dockerfile
import Facts
import Shell
import Source

extension CommandUse {
  /// The edit that puts words behind an argument; nil in an exec form.
  func inserting(_ words: String, after argument: Argument?) -> TextEdit? {
    guard command != nil, let argument else { return nil }
    return .insert(" " + words, at: argument.range.upperBound)
  }

  /// Whether the command stands by itself at the top of the script, so that another can follow it.
  private var standsFree: Bool {
    guard command != nil, let context, !context.isNegated, context.isLastInPipeline else {
      return false
    }
    return context.surroundings.isSubset(of: .pipeline) && context.depth == 0
  }

  /// The edit that runs `text` after this command where it succeeded; nil where the place does not
  /// allow for it.
  ///
  /// A command that ends its list is followed by `;`, since behind `&&` the shell's `-e` would no
  /// longer see its failure. The last of the script is followed by `&&`, which keeps its status.
  func appending(_ text: String, in subject: Subject) -> TextEdit? {
    guard standsFree, let command, let context else { return nil }
    let end = command.range.upperBound
    let isJoined = context.operatorAfter != nil || context.isLastStatement
    let source = subject.source
    let instruction = subject.facts.step(of: self).instruction
    let line = source.line(at: max(0, end - 1))
    let isContinued =
      instruction.heredocs.isEmpty && line != source.line(at: instruction.range.lowerBound)
    guard isJoined, isContinued else {
      return .insert(isJoined ? " && \(text)" : "; \(text)", at: end)
    }
    let indent = source.text(source.lineRange(line)).prefix { $0 == " " || $0 == "\t" }
    let escape = Character(Unicode.Scalar(subject.facts.syntax.escape))
    return .insert(" \(escape)\(source.lineEnding)\(indent)&& \(text)", at: end)
  }

  /// From the program to an argument, such as `apt-get update` in `apt-get update -q`.
  func range(to argument: Argument?) -> SourceRange {
    let start = path?.range ?? range
    return argument.map { start.union($0.range) } ?? start
  }

  /// The words from the program to an argument as a message shows them, on one line.
  func words(to argument: Argument?) -> String {
    let end = argument?.range.upperBound ?? path?.range.upperBound ?? 0
    let before = arguments.filter { $0.range.upperBound <= end }.map(\.best)
    return ([path?.best ?? program ?? ""] + before).joined(separator: " ")
  }
}
