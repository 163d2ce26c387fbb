public import Documents
public import Evidence

/// The policy in force for one file.
public struct FilePolicy: Sendable {
  /// The profile it starts from.
  public let profile: Setting<String>
  /// The values that rules measure against.
  public let values: PolicyValues
  private let valueOrigins: [String: Origin]
  /// The least severity that fails a run; nil for never.
  public let failOn: Setting<Severity?>
  /// How waivers are treated.
  public let inlineWaivers: InlineWaivers
  /// Images that stand in for others.
  public let standIns: StandIns
  private let rules: RuleIndex
  /// What was decided on each rule, by its place in `rules`.
  private let decisions: [RuleDecision]

  init(
    profile: Setting<String>, values: PolicyValues, valueOrigins: [String: Origin],
    failOn: Setting<Severity?>, inlineWaivers: InlineWaivers, standIns: StandIns,
    rules: RuleIndex,
    decisions: [RuleDecision]
  ) {
    self.profile = profile
    self.values = values
    self.valueOrigins = valueOrigins
    self.failOn = failOn
    self.inlineWaivers = inlineWaivers
    self.standIns = standIns
    self.rules = rules
    self.decisions = decisions
  }

  /// The severity of a rule; nil where it does not run.
  public func level(for rule: RuleDescription) -> Severity? {
    decision(for: rule.name).map { $0.isOn ? $0.severity : nil }
      ?? (rule.isDefault ? rule.severity : nil)
  }

  /// Whether the rule that bears a name runs.
  public func runs(_ name: String) -> Bool { decision(for: name)?.isOn ?? false }

  /// What was decided on the rule that bears a name, and where; nil where there is no such rule.
  public func decision(for name: String) -> RuleDecision? {
    rules.place(of: name).map { decisions[$0] }
  }

  /// Where the value of a key was decided.
  public func origin(of key: PolicyKey) -> Origin { valueOrigins[key.name] ?? .builtIn }
}

/// What was decided on a rule, and where.
public struct RuleDecision: Hashable, Sendable {
  /// Whether it runs.
  public internal(set) var isOn: Bool
  /// How grave its findings are when it runs.
  public internal(set) var severity: Severity
  /// Where that was decided.
  public internal(set) var origin: Origin
  /// Why, where the profile or the configuration says so.
  public internal(set) var why: String?
  /// Options of the rule.
  public internal(set) var options: [YAMLValue.Pair] = []

  /// The option of a name.
  public func option(_ name: String) -> YAMLValue? {
    options.first { $0.key == name }?.value
  }
}
