import Dockerfile
import Facts
import Source

extension Subject {
  /// Where a COPY or ADD puts its sources, absolute and clean; nil where that is not known.
  func destination(of transfer: Transfer, in step: Step) -> String? {
    let escape = facts.syntax.escape
    guard let text = step.before.scope.expand(transfer.destination, escape: escape).value.value
    else { return nil }
    if text.hasPrefix("/") { return FilePaths.clean(text) }
    return step.before.workingDirectory.value.map { FilePaths.absolute(text, in: $0) }
  }

  /// A source of a COPY or ADD after its variables were replaced; nil where it is not known.
  func sourceName(_ argument: Argument, in step: Step) -> String? {
    step.before.scope.expand(argument, escape: facts.syntax.escape).value.value
  }

  /// The first line of a range, for a message.
  func firstLine(of range: SourceRange) -> String {
    let line = text(range).prefix { !$0.isNewline }
    return line.hasSuffix("\\") ? String(line.dropLast()) + "…" : String(line)
  }
}
