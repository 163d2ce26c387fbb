import Evidence
import Source

/// GitHub Flavored Markdown for a comment on a pull request: a table for each file, with
/// the ways out in a part that unfolds.
///
/// GitHub refuses comments of more than 65,536 characters, so what goes beyond is counted
/// and not told.
public struct MarkdownReporter: Reporter {
  /// How many bytes all files may take together.
  private static let budget = 60_000
  /// How many findings of one file are listed.
  private static let rows = 100

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
    var length = 0
    var isFull = false
    var left = (files: 0, findings: 0, failures: 0)
    for verdict in report.verdicts {
      var text = isFull ? "" : section(verdict, report, hasAdvice: true)
      if length + text.utf8.count > Self.budget {
        text = section(verdict, report, hasAdvice: false)
      }
      isFull = isFull || length + text.utf8.count > Self.budget
      if isFull {
        if verdict.failure != nil { left.failures += 1 }
        if !verdict.findings.isEmpty { left.files += 1 }
        left.findings += verdict.findings.count
      } else {
        length += text.utf8.count
        output.write(text)
      }
    }
    if left.findings > 0 {
      output.write(
        "\nAnd \(plural(left.findings, "finding")) in \(plural(left.files, "more file")).\n")
    }
    if left.failures > 0 {
      output.write("\nAnd \(plural(left.failures, "more input")) could not be examined.\n")
    }
  }

  private func section(
    _ verdict: Verdict, _ report: CheckReport, hasAdvice: Bool
  ) -> String {
    let title = "\n### \(Markdown.code(verdict.name))\n\n"
    if let failure = verdict.failure {
      let hint = failure.hint.map { ". \(Markdown.inline($0))" } ?? ""
      return title
        + "Could not be examined: \(Markdown.inline(failure.sentence(in: verdict.name)))\(hint)\n"
    }
    guard let source = verdict.source, !verdict.findings.isEmpty else { return "" }
    let found = title + table(verdict, source)
    if !hasAdvice { return found }
    let parts = FindingGroup.groups(of: verdict.findings).map { advice($0, source, report) }
    return found + "\n<details>\n<summary>What to do</summary>\n\n"
      + parts.joined(separator: "\n") + "\n</details>\n"
  }

  private func table(_ verdict: Verdict, _ source: SourceText) -> String {
    var text = "| Line | Severity | Finding | Rule |\n| ---: | --- | --- | --- |\n"
    for finding in verdict.findings.prefix(Self.rows) {
      text += "| \(source.line(at: finding.range.lowerBound)) | \(finding.severity.rawValue)"
      text += " | \(Markdown.inline(finding.message)) | \(Markdown.code(finding.rule)) |\n"
    }
    let rest = verdict.findings.count - Self.rows
    return rest > 0 ? text + "\nAnd \(plural(rest, "more finding")).\n" : text
  }

  /// What a rule has to say of its findings: what to write instead, and why.
  private func advice(
    _ group: FindingGroup, _ source: SourceText, _ report: CheckReport
  ) -> String {
    let finding = group.first
    let why = report.rule(finding.rule)?.why.flattened
    let sentences = [finding.help, why].compactMap { $0 }.map(Markdown.inline)
    var text = "**\(Markdown.inline(finding.rule))**"
    if !sentences.isEmpty { text += ": " + sentences.joined(separator: ". ") }
    text += "\n"
    for related in finding.related.prefix(Self.rows) {
      let line = source.line(at: related.range.lowerBound)
      text += "- line \(line): \(Markdown.inline(related.message))\n"
    }
    guard let fix = finding.fixes.first else { return text }
    let changes = FixPreview(fix, source).lines
    if changes.isEmpty { return text }
    let diff = changes.map {
      ($0.kind == .removed ? "-" : "+") + $0.text.harmless.cut(to: 300, ellipsis: "…")
    }
    return text + "\n" + Markdown.fence(diff.joined(separator: "\n"), language: "diff") + "\n"
  }
}
