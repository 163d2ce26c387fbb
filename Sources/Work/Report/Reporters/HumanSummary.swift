/// The sum of a report in one line, two where inputs failed.
struct HumanSummary {
  let report: CheckReport
  let style: ReportStyle

  var text: String {
    let summary = report.summary
    var parts = [counts]
    if let command = report.fixCommand {
      if summary.safelyFixable > 0 {
        parts.append("\(summary.safelyFixable) can be fixed with `\(command)`")
      }
      if summary.unsafelyFixable > 0 {
        let more = summary.safelyFixable > 0 ? " more" : ""
        parts.append("\(summary.unsafelyFixable)\(more) with `\(command) --unsafe`")
      }
    }
    if summary.waived > 0 { parts.append("\(summary.waived) waived") }
    var text = parts.joined(separator: "; ")
    if summary.failures > 0 {
      text += "\n" + style(.error, "\(plural(summary.failures, "input")) could not be examined")
    }
    return text
  }

  private var counts: String {
    let summary = report.summary
    if summary.findings == 0 {
      return summary.files == 0 && summary.failures > 0
        ? "no file was examined" : style(.success, summary.headline)
    }
    let parts = [
      summary.errors > 0 ? style(.error, plural(summary.errors, "error")) : nil,
      summary.warnings > 0 ? style(.warning, plural(summary.warnings, "warning")) : nil,
      summary.infos > 0 ? style(.info, "\(summary.infos) info") : nil,
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
      + " in \(plural(summary.filesWithFindings, "file"))"
  }
}
