public import Evidence
import Source

extension CheckReport {
  /// The findings of a run in numbers.
  public struct Summary: Hashable, Sendable {
    /// How many inputs were examined.
    public private(set) var files = 0
    /// How many of those have a finding.
    public private(set) var filesWithFindings = 0
    /// How many inputs could not be examined.
    public private(set) var failures = 0
    /// How many findings are errors.
    public private(set) var errors = 0
    /// How many findings are warnings.
    public private(set) var warnings = 0
    /// How many findings are information.
    public private(set) var infos = 0
    /// How many findings a waiver or a baseline took away.
    public private(set) var waived = 0
    /// How many findings have a repair that keeps what the file means.
    public private(set) var safelyFixable = 0
    /// How many findings have a repair, but only one that may change behaviour.
    public private(set) var unsafelyFixable = 0
    /// Whether a finding is severe enough to fail the run. Inputs that could not be
    /// examined are counted in `failures` and do not set it.
    public private(set) var isFailing = false

    /// The findings of verdicts in numbers.
    public init(_ verdicts: [Verdict], failOn: Severity?) {
      for verdict in verdicts {
        if verdict.failure != nil { failures += 1 } else { files += 1 }
        if !verdict.findings.isEmpty { filesWithFindings += 1 }
        waived += verdict.waived
        for finding in verdict.findings { count(finding, failOn: failOn) }
      }
    }

    /// How many findings there are.
    public var findings: Int { errors + warnings + infos }

    private mutating func count(_ finding: Finding, failOn: Severity?) {
      switch finding.severity {
      case .error: errors += 1
      case .warning: warnings += 1
      case .info: infos += 1
      }
      if let failOn, finding.severity >= failOn { isFailing = true }
      if finding.fixes.contains(where: { $0.applicability == .safe }) {
        safelyFixable += 1
      } else if finding.fixes.contains(where: { $0.applicability == .unsafe }) {
        unsafelyFixable += 1
      }
    }

    /// The findings by severity, such as "3 errors, 2 warnings"; "no findings" where there is none.
    public var counts: String {
      let parts = [
        errors > 0 ? plural(errors, "error") : nil,
        warnings > 0 ? plural(warnings, "warning") : nil,
        infos > 0 ? "\(infos) info" : nil,
      ].compactMap { $0 }
      return parts.isEmpty ? "no findings" : parts.joined(separator: ", ")
    }

    /// The findings and the files in one line, such as "3 errors in 2 files".
    public var headline: String {
      findings == 0
        ? "no findings in \(plural(files, "file"))"
        : "\(counts) in \(plural(filesWithFindings, "file"))"
    }
  }
}

/// A number with its noun, such as "1 file" or "2 files".
func plural(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
