import Evidence
import Source

/// GitHub Flavored Markdown for a comment on a pull request: a table for each file, with
/// the ways out in a part that unfolds.
public struct MarkdownReporter: Reporter {
  /// How many findings of a file have their way out told.
  private static let detailsShown = 50

  /// A reporter of Markdown.
  public init() {}

  /// Writes the whole report.
  public func render(_ report: CheckReport, into output: inout some TextOutputStream) {
    let summary = report.summary
    output.write("## \(Markdown.inline(report.tool.name)): \(summary.headline)\n")
    var notes: [String] = []
    if summary.safelyFixable > 0, let command = report.fixCommand {
      notes.append("\(summary.safelyFixable) can be fixed with \(Markdown.code(command)).")
    }
    if summary.waived > 0 { notes.append("\(summary.waived) waived.") }
    if !notes.isEmpty { output.write("\n\(notes.joined(separator: " "))\n") }
    for verdict in report.verdicts {
      guard let source = verdict.source, !verdict.findings.isEmpty else { continue }
      write(verdict, source, report, into: &output)
    }
    if summary.failures > 0 { write(failures: report, into: &output) }
  }

  private func write(
    _ verdict: Verdict, _ source: SourceText, _ report: CheckReport,
    into output: inout some TextOutputStream
  ) {
    output.write(
      "\n### \(Markdown.code(verdict.name))\n\n"
        + "| Line | Severity | Finding | Rule |\n| ---: | --- | --- | --- |\n")
    var places = Places(source)
    var details: [String] = []
    for finding in verdict.findings {
      let place = places.shown(finding.range)
      output.write(
        "| \(place.start.line) | \(finding.severity.rawValue) | \(Markdown.inline(finding.message))"
          + " | \(Markdown.code(finding.rule)) |\n")
      if details.count < Self.detailsShown {
        details.append(detail(finding, place, source))
      }
    }
    output.write("\n<details>\n<summary>What to do</summary>\n\n")
    output.write(details.joined(separator: "\n") + "\n")
    let rest = verdict.findings.count - details.count
    if rest > 0 { output.write("\nAnd \(rest) more.\n") }
    for name in Set(verdict.findings.map(\.rule)).sorted() {
      guard let rule = report.rule(name) else { continue }
      output.write("\n**\(Markdown.inline(name))**: \(Markdown.inline(rule.why.flattened))\n")
    }
    output.write("\n</details>\n")
  }

  /// A finding as an item of a list, with its lines and what to write instead.
  private func detail(_ finding: Finding, _ place: Place, _ source: SourceText) -> String {
    var text = "- line \(place.start.line): \(Markdown.inline(finding.message))"
    if let help = finding.help { text += ". \(Markdown.inline(help))" }
    for related in finding.related {
      text += "\n  - line \(source.line(at: related.range.lowerBound)):"
      text += " \(Markdown.inline(related.message))"
    }
    if let fix = finding.fixes.first {
      let changes = UnifiedDiff(source, fix.edits, context: 0).changes
      if !changes.isEmpty, changes.count <= 8 {
        let diff = changes.map {
          ($0.kind == .removed ? "-" : "+") + $0.text.harmless.cut(to: 300, ellipsis: "…")
        }
        let block = Markdown.fence(diff.joined(separator: "\n"), language: "diff")
        text += "\n\n  " + block.split(separator: "\n").joined(separator: "\n  ") + "\n"
      }
    }
    return text
  }

  private func write(failures report: CheckReport, into output: inout some TextOutputStream) {
    output.write(
      "\n### \(plural(report.summary.failures, "input")) could not be examined\n\n")
    for verdict in report.verdicts {
      guard let failure = verdict.failure else { continue }
      let text = failure.sentence
      let hint = failure.hint.map { ". \(Markdown.inline($0))" } ?? ""
      output.write("- \(Markdown.code(verdict.name)): \(Markdown.inline(text))\(hint)\n")
    }
  }
}
