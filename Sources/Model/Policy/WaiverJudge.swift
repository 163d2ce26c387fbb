import Evidence
import Source

/// Tells what is wrong with waivers.
struct WaiverJudge {
  let waivers: Waivers
  let policy: FilePolicy
  private(set) var findings: [Finding] = []
  /// How many more names are guessed; a guess looks at every rule.
  private var guesses = 16

  init(waivers: Waivers, policy: FilePolicy) {
    self.waivers = waivers
    self.policy = policy
  }

  /// The severity of a rule under the policy; nil where it does not run.
  private func severity(of rule: ConfigurationRule) -> Severity? {
    guard let decision = policy.decision(for: rule.rawValue) else { return rule.severity }
    return decision.isOn ? decision.severity : nil
  }

  private mutating func report(
    _ rule: ConfigurationRule, atMost bound: Severity = .error, _ message: String,
    at range: SourceRange, help: String? = nil, fixes: [Fix] = []
  ) {
    guard let severity = severity(of: rule) else { return }
    findings.append(
      Finding(
        rule: rule.rawValue, severity: min(severity, bound), message: message, range: range,
        help: help, fixes: fixes))
  }

  mutating func malformed(_ comment: SourceRange) {
    report(
      .malformedWaiver, "this waiver cannot be read, so it waives nothing", at: comment,
      help: "Write `# hardstand ignore=RULE reason=\"…\"`")
  }

  mutating func expired(_ waiver: Waiver) {
    report(
      .expiredWaiver, "this waiver held until \(waiver.until ?? "") and waives nothing any more",
      at: waiver.range, help: "Repair what it waives, or decide on a new day")
  }

  /// BuildKit's directive has no place for a reason, so none is asked of it.
  mutating func reason(of waiver: Waiver) {
    guard policy.inlineWaivers.requiresReason, waiver.reason == nil, waiver.tool != .buildkit
    else { return }
    let help =
      waiver.tool == .hardstand
      ? "Add `reason=\"…\"`" : "Write it as `# hardstand ignore=RULE reason=\"…\"`"
    report(
      .waiverWithoutReason, "this waiver does not say why", at: waiver.range, help: help)
  }

  /// Names that stand for no rule, and names that take nothing away.
  mutating func names(
    of waiver: Waiver, _ place: Int, resolved: WaivedNames, rules: RuleIndex
  ) {
    var unused: [Int] = []
    for (index, name) in waiver.names.enumerated() where !resolved.isUsed(place, index) {
      let stands = resolved.rules[place][index]
      let isKnown = stands.contains { $0 == "*" || rules.place(of: $0) != nil }
      if isKnown {
        // What does not run finds nothing, which says nothing about the waiver.
        if stands.contains(where: { $0 == "*" || policy.runs($0) }) { unused.append(index) }
      } else if waiver.tool == .hardstand, !RuleName.isOfShellCheck(name.text) {
        guesses -= 1
        let guess = guesses >= 0 ? rules.suggestion(for: name.text) : nil
        report(
          .waiverOfUnknownRule, "`\(name.text)` is no rule, so nothing is waived", at: name.range,
          help: guess.map { "Write `\($0)`" } ?? "List the rules with `hardstand rules`")
      }
    }
    guard policy.inlineWaivers.reportsUnused, let first = unused.first else { return }
    let list = unused.map { "`\(waiver.names[$0].text)`" }.joined(separator: ", ")
    let range =
      unused.count == waiver.names.count
      ? waiver.names[0].range.union(waiver.names[waiver.names.count - 1].range)
      : waiver.names[first].range
    report(
      .unusedWaiver, atMost: waiver.tool == .hardstand ? .error : .info,
      "this waiver of \(list) takes nothing away", at: range,
      help: waiver.tool == .hardstand
        ? "Remove it, or put it above what it is for"
        : "Remove it where \(waiver.tool.rawValue) does not need it either",
      fixes: removal(of: unused, from: waiver).map { [$0] } ?? [])
  }

  /// The repair that takes names, or the whole comment, away.
  ///
  /// Only a person can say whether another tool still needs its waiver.
  private func removal(of unused: [Int], from waiver: Waiver) -> Fix? {
    let applicability: Fix.Applicability = waiver.tool == .hardstand ? .safe : .display
    let names = waiver.names
    if unused.count < names.count {
      let kept = names.indices.filter { !unused.contains($0) }.map { names[$0].text }
      let span = names[0].range.union(names[names.count - 1].range)
      return Fix(
        "Remove what is not needed from the waiver", applicability,
        [TextEdit(span, kept.joined(separator: ","))])
    }
    // Another waiver of the same comment may still be needed.
    guard waivers.waivers.count(where: { $0.range == waiver.range }) == 1,
      waivers.check?.range != waiver.range
    else { return nil }
    let source = waivers.source
    let line = source.fullLineRange(source.line(at: waiver.range.lowerBound))
    let before = source.bytes[line.lowerBound..<waiver.range.lowerBound]
    guard before.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
    return Fix("Remove the waiver", applicability, [TextEdit(line, "")])
  }
}
