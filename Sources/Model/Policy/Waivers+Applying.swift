public import Evidence
import Source

extension Waivers {
  /// What waivers make of findings.
  public struct Outcome: Sendable {
    /// The findings that stand.
    public internal(set) var kept: [Finding] = []
    /// The findings that a waiver took away.
    public internal(set) var waived: [Finding] = []
    /// What is wrong with the waivers themselves, in the order of the file.
    public internal(set) var aboutWaivers: [Finding] = []
  }

  /// Takes away the findings that are waived, and judges the waivers.
  ///
  /// `today`, as `YYYY-MM-DD`, ends waivers whose day has passed; without it none ends.
  public func apply(
    to findings: [Finding], under policy: FilePolicy, rules: RuleIndex, today: String? = nil
  ) -> Outcome {
    var outcome = Outcome()
    guard policy.inlineWaivers.isEnabled else {
      outcome.kept = findings
      return outcome
    }
    var names = WaivedNames(self, rules: rules, today: today)
    for finding in findings {
      if names.waive(finding, in: self) {
        outcome.waived.append(finding)
      } else {
        outcome.kept.append(finding)
      }
    }
    var judge = WaiverJudge(waivers: self, policy: policy)
    for range in malformed { judge.malformed(range) }
    for (place, waiver) in waivers.enumerated() {
      if let today, waiver.isOver(on: today) {
        judge.expired(waiver)
        continue
      }
      judge.reason(of: waiver)
      judge.names(of: waiver, place, resolved: names, rules: rules)
    }
    outcome.aboutWaivers = judge.findings.sorted { $0.range < $1.range }
    return outcome
  }
}

extension Waiver {
  /// Whether the last day of the waiver lies before a day.
  func isOver(on today: String) -> Bool { until.map { $0 < today } ?? false }
}

/// The rules that each name of each waiver stands for, and which names took something away.
struct WaivedNames {
  /// A rule under a scope; `*` is every rule.
  private struct Key: Hashable {
    let scope: Waiver.Scope
    let rule: String
  }

  /// The rules that each name stands for, by waiver and name.
  private(set) var rules: [[[String]]] = []
  private let scopes: [Waiver.Scope]
  private var waived: Set<Key> = []
  private var used: Set<Key> = []

  init(_ waivers: Waivers, rules index: RuleIndex, today: String?) {
    scopes = waivers.waivers.map(\.scope)
    for waiver in waivers.waivers {
      let isOver = today.map(waiver.isOver) ?? false
      let resolved = waiver.names.map { Self.rules(named: $0.text, by: waiver.tool, index) }
      rules.append(resolved)
      if isOver || waiver.scope == .nothing { continue }
      for rule in resolved.joined() { waived.insert(Key(scope: waiver.scope, rule: rule)) }
    }
  }

  private static func rules(named name: String, by tool: Tool, _ index: RuleIndex) -> [String] {
    if name.lowercased() == "all" || name == "*" {
      // BuildKit's `all` means its own checks; the other tools say it of a place.
      guard tool == .buildkit else { return ["*"] }
      return index.places(matching: Selector("buildkit/*")).map { index.rules[$0].name }
    }
    // No patterns: a waiver must not take away what rules yet to come will find.
    let places = index.places(named: name)
    if !places.isEmpty {
      let names = places.map { index.rules[$0].name }
      // ShellCheck itself may tell the concern of a rule of ours at a place where the rule does not.
      return RuleName.isOfShellCheck(name) ? names + [RuleName.normalised(name)] : names
    }
    // Findings of tools that run beside ours bear names that the index may not hold.
    return [RuleName.normalised(name)]
  }

  /// Whether a finding is waived; marks what waives it.
  mutating func waive(_ finding: Finding, in waivers: Waivers) -> Bool {
    // A finding that tells one cause with its places keeps the waivers of those places in use.
    for related in finding.related {
      _ = take(finding.rule, at: related.range.lowerBound, in: waivers, reachesFile: false)
    }
    return take(finding.rule, at: finding.range.lowerBound, in: waivers, reachesFile: true)
  }

  private mutating func take(
    _ rule: String, at offset: Int, in waivers: Waivers, reachesFile: Bool
  ) -> Bool {
    if waived.isEmpty { return false }
    var scopes: [Waiver.Scope] = reachesFile ? [.file] : []
    if let stage = waivers.stage(holding: offset) { scopes.append(.stage(stage)) }
    if let instruction = waivers.instruction(holding: offset) {
      scopes.append(.instruction(instruction))
    }
    var isWaived = false
    for scope in scopes {
      for name in [rule, RuleName.normalised(rule), "*"] {
        let key = Key(scope: scope, rule: name)
        guard waived.contains(key) else { continue }
        used.insert(key)
        isWaived = true
      }
    }
    return isWaived
  }

  /// Whether a name of a waiver took a finding away.
  func isUsed(_ waiver: Int, _ name: Int) -> Bool {
    rules[waiver][name].contains { used.contains(Key(scope: scopes[waiver], rule: $0)) }
  }
}
