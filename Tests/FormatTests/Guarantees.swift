import Facts
import Format
import Source

/// What holds for every file that was laid out.
enum Guarantees {
  static func faults(in result: Formatted) -> [String] {
    var faults: [String] = []
    var end = 0
    for edit in result.edits {
      if edit.range.lowerBound < end { faults.append("edits overlap at \(edit.range.lowerBound)") }
      if result.before.source.text(edit.range) == edit.replacement {
        faults.append("an empty edit")
      }
      end = edit.range.upperBound
    }
    let before = Meaning.lines(of: result.before)
    let after = Meaning.lines(of: result.after)
    if before != after {
      let place = zip(before, after).enumerated().first { $1.0 != $1.1 }
      faults.append(
        "means something else: \(place.map { "\($1.0.prefix(300)) -> \($1.1.prefix(300))" } ?? "")")
    }
    for edit in Formatter().edits(for: result.after) {
      let source = result.after.source
      faults.append(
        "changes again in line \(source.line(at: edit.range.lowerBound)): "
          + "`\(source.text(edit.range))` -> `\(edit.replacement)`")
    }
    return faults
  }
}
