import Evidence
import Policy
import Source

extension ShellCheck {
  /// The findings of ShellCheck that the rules do not tell already: a rule with the same code among
  /// its aliases says the same at the same place, or the policy turned it off by name.
  static func additions(
    _ beside: [Finding], to findings: [Finding], in source: SourceText, policy: FilePolicy,
    rules: RuleIndex
  ) -> [Finding] {
    var told: [String: [SourceRange]] = [:]
    for finding in findings {
      told[finding.rule, default: []].append(
        contentsOf: [finding.range] + finding.related.map(\.range))
    }
    return beside.filter { finding in
      let code = finding.rule.split(separator: "/").last.map(String.init) ?? finding.rule
      let twins = rules.places(named: code).map { rules.rules[$0].name }
      for twin in twins {
        if let decision = policy.decision(for: twin), !decision.isOn, decision.origin != .builtIn,
          !isFromProfile(decision.origin)
        {
          return false
        }
        let isTold = (told[twin] ?? []).contains {
          $0.overlaps(finding.range) || $0.isEmpty && finding.range.contains($0.lowerBound)
            || source.line(at: $0.lowerBound) == source.line(at: finding.range.lowerBound)
              && $0.union(finding.range).length <= $0.length + finding.range.length + 2
        }
        if isTold { return false }
      }
      return true
    }
  }

  private static func isFromProfile(_ origin: Origin) -> Bool {
    if case .profile = origin { true } else { false }
  }
}
