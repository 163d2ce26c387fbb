public import Evidence

/// Runs rules on a file.
public struct Linter: Sendable {
  /// The rules that run, each with its severity.
  private let rules: [(rule: Rule, severity: Severity)]

  /// A linter for the rules that are on, with the severity that the policy gives each.
  public init(level: (RuleDescription) -> Severity?) {
    rules = RuleBook.all.compactMap { rule in
      level(rule.description).map { (rule, $0) }
    }
  }

  /// What the rules find, in the order of the source.
  public func findings(in subject: Subject) -> [Finding] {
    var all: [Finding] = []
    for (rule, severity) in rules {
      var findings = Findings(rule: rule.description.name, severity: severity)
      rule.check(subject, &findings)
      all.append(contentsOf: findings.found)
    }
    all.sort { ($0.range, $0.rule) < ($1.range, $1.rule) }
    return all
  }
}
