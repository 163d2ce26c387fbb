public import Evidence
public import Source

/// Where a rule puts what it finds.
public struct Findings: Sendable {
  let rule: String
  let severity: Severity
  private(set) var found: [Finding] = []
  private var causes: [String: Int] = [:]

  init(rule: String, severity: Severity) {
    self.rule = rule
    self.severity = severity
  }

  /// Records a finding.
  ///
  /// - Parameters:
  ///   - message: what is wrong, as one sentence without a full stop, names in backticks.
  ///   - help: what to write instead, as a sentence that begins with a verb.
  ///   - cause: findings with the same cause are told once, with their places.
  public mutating func report(
    _ range: SourceRange, _ message: String, help: String? = nil,
    related: [Finding.Related] = [], fixes: [Fix] = [], cause: String? = nil,
    severity: Severity? = nil
  ) {
    if let cause, let index = causes[cause] {
      let first = found[index]
      found[index] = Finding(
        rule: rule, severity: first.severity, message: first.message, range: first.range,
        help: first.help, related: first.related + [.again(range)],
        fixes: merged(first.fixes, fixes))
      return
    }
    if let cause { causes[cause] = found.count }
    found.append(
      Finding(
        rule: rule, severity: severity ?? self.severity, message: message, range: range,
        help: help, related: related, fixes: fixes))
  }

  /// The repair of several places at once, where each has one of the same kind.
  private func merged(_ first: [Fix], _ second: [Fix]) -> [Fix] {
    guard let left = first.first, let right = second.first,
      left.applicability == right.applicability
    else { return first }
    return [
      Fix(
        left.title, left.applicability, left.edits + right.edits,
        changes: left.changes + right.changes, risk: joined(left.risk, right.risk),
        ignore: joined(left.ignore, right.ignore))
    ]
  }

  /// The lines of two repairs for one ignore file.
  private func joined(_ first: IgnoreAmendment?, _ second: IgnoreAmendment?) -> IgnoreAmendment? {
    guard var result = first, let second else { return first ?? second }
    result.add(second.lines)
    return result
  }

  /// Two risks as one text, in which each stands once.
  private func joined(_ first: String?, _ second: String?) -> String? {
    guard let first, let second, !first.contains(second) else { return first ?? second }
    return first + " " + second
  }
}
