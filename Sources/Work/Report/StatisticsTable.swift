public import Evidence
import Source
import Terminal

/// How often each rule found something, the most frequent first.
public struct StatisticsTable: Sendable {
  /// One rule with its count.
  public struct Row: Hashable, Sendable {
    /// The name of the rule.
    public let rule: String
    /// The greatest severity of its findings.
    public let severity: Severity
    /// How many findings it has.
    public let count: Int
    /// In how many files.
    public let files: Int
    /// How many of the findings have a safe repair.
    public let fixable: Int
  }

  /// The rows: by falling count, then by name.
  public let rows: [Row]

  /// The table of a report.
  public init(_ report: CheckReport) {
    struct Sum {
      var severity = Severity.info
      var count = 0
      var files = 0
      var lastFile = -1
      var fixable = 0
    }
    var sums: [String: Sum] = [:]
    for (index, verdict) in report.verdicts.enumerated() {
      for finding in verdict.findings {
        var sum = sums[finding.rule, default: Sum()]
        sum.severity = max(sum.severity, finding.severity)
        sum.count += 1
        if sum.lastFile != index { sum.files += 1 }
        sum.lastFile = index
        if finding.fixes.contains(where: { $0.applicability == .safe }) { sum.fixable += 1 }
        sums[finding.rule] = sum
      }
    }
    rows = sums.map {
      Row(
        rule: $0.key, severity: $0.value.severity, count: $0.value.count, files: $0.value.files,
        fixable: $0.value.fixable)
    }.sorted { ($1.count, $0.rule) < ($0.count, $1.rule) }
  }

  /// The table as text, with a line for the sum and a final line break.
  public func text(style: ReportStyle = .plain) -> String {
    if rows.isEmpty { return "no findings\n" }
    let total = rows.reduce(0) { $0 + $1.count }
    let digits = max(5, String(total).utf8.count)
    let ruleWidth = max(4, rows.map { DisplayWidth.of($0.rule.harmless) }.max() ?? 0)
    var lines = [
      style(.faint, padded("count", digits) + padded("files", 7) + "  severity  rule")
    ]
    for row in rows {
      let severity = row.severity.rawValue
      let gap = String(repeating: " ", count: 10 - severity.utf8.count)
      var line =
        padded(String(row.count), digits) + padded(String(row.files), 7) + "  "
        + style(ReportStyle.Role(row.severity), severity) + gap
      let rule = row.rule.harmless
      line += rule
      if row.fixable > 0 {
        let gap = String(repeating: " ", count: ruleWidth - DisplayWidth.of(rule) + 2)
        line += gap + style(.help, "\(row.fixable) fixable")
      }
      lines.append(line)
    }
    lines.append(padded(String(total), digits) + "  in all, from \(plural(rows.count, "rule"))")
    return lines.joined(separator: "\n") + "\n"
  }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }
}
