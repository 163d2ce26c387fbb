import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Subject {
  /// The repair that puts a quote on both sides of a range of a shell text; none within a string that
  /// the quote would end.
  func quoting(
    _ range: SourceRange, with quote: String, _ applicability: Fix.Applicability, in step: Step,
    _ surroundings: CommandContext.Surroundings, risk: String? = nil
  ) -> [Fix] {
    if surroundings.contains(.heredoc) { return [] }
    if surroundings.contains(.nestedScript) {
      guard let outer = step.outerText(around: range, self), let first = outer.first,
        first == "'" || first == "\"", outer.last == first, String(first) != quote
      else { return [] }
    }
    let written = step.instruction.isJSON && quote == "\"" ? "\\\"" : quote
    let word = text(range)
    let edit = ScriptEdit(
      [.insert(written, at: range.lowerBound), .insert(written, at: range.upperBound)],
      adds: [quote + word + quote], drops: [word])
    return [fix("Put quotes around it", applicability, edit, in: step, risk: risk)]
  }
}

extension Step {
  /// The word of the whole text that a range is a part of, as it stands in the file.
  fileprivate func outerText(around range: SourceRange, _ subject: Subject) -> String? {
    guard !instruction.isJSON, let script = scripts.first else { return nil }
    var found: String?
    script.forEachWord(includingNestedScripts: false) { word, _, _ in
      if found == nil, word.range.contains(range), word.range != range {
        found = subject.text(word.range)
      }
    }
    return found
  }
}
