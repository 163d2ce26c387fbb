import Evidence
import Source

/// What one rule found in one file with one severity, told together.
struct FindingGroup {
  /// The first of the findings, which speaks for all.
  let first: Finding
  /// The findings in their order.
  private(set) var findings: [Finding]

  /// The findings of a file by rule, in the order of the first of each.
  static func groups(of findings: [Finding]) -> [FindingGroup] {
    struct Key: Hashable {
      let rule: String
      let severity: Severity
    }
    var groups: [FindingGroup] = []
    var indices: [Key: Int] = [:]
    for finding in findings {
      let key = Key(rule: finding.rule, severity: finding.severity)
      if let index = indices[key] {
        groups[index].findings.append(finding)
      } else {
        indices[key] = groups.count
        groups.append(FindingGroup(first: finding, findings: [finding]))
      }
    }
    return groups
  }
}
