public import Evidence
public import Source

/// The policy in force: which rules run, how grave they are, and which values
/// they measure against, for each path.
///
/// Later wins: the description of a rule, the profile, the configuration files,
/// their overrides for a path, the environment, the command line.
public struct EffectivePolicy: Sendable {
  /// The rules that exist.
  public let rules: RuleIndex
  /// What holds where no override matches.
  public let common: FilePolicy
  private let configuration: Configuration
  /// The profiles that some path starts from, each with all that it extends.
  private let chains: [String: [Profile]]
  private let environment: PolicyOptions
  private let flags: PolicyOptions

  /// A policy from its layers; throws a `Failure` where a profile does not exist.
  public init(
    rules: RuleIndex, configuration: Configuration = Configuration(),
    environment: PolicyOptions = PolicyOptions(), flags: PolicyOptions = PolicyOptions()
  ) throws(Failure) {
    self.rules = rules
    self.configuration = configuration
    self.environment = environment
    self.flags = flags
    var names = configuration.overrides.compactMap(\.profile?.value)
    names.append(Self.profile(configuration, [], environment, flags).value)
    var chains: [String: [Profile]] = [:]
    for name in names where chains[name] == nil {
      chains[name] = try ProfileCatalog.chain(named: name)
    }
    self.chains = chains
    common = Self.policy(rules, configuration, [], environment, flags, chains)
  }

  /// The policy for a path, given as the configuration file was: absolute, or
  /// relative to the same folder.
  public func policy(for path: String) -> FilePolicy {
    let overrides = configuration.overrides.filter { $0.matches(path) }
    if overrides.isEmpty { return common }
    return Self.policy(rules, configuration, overrides, environment, flags, chains)
  }

  /// The overrides that hold for a path, by their place in the configuration: paths with the same
  /// ones have the same policy.
  public func overrides(for path: String) -> [Int] {
    configuration.overrides.indices.filter { configuration.overrides[$0].matches(path) }
  }

  /// The severity of a rule for a path; nil where it does not run.
  public func level(for rule: RuleDescription, path: String) -> Severity? {
    policy(for: path).level(for: rule)
  }

  /// Images that stand in for others.
  public var standIns: StandIns { configuration.standIns }

  /// The least severity that fails a run; nil for never.
  public var failOn: Severity? { common.failOn.value }

  private static func profile(
    _ configuration: Configuration, _ overrides: [Configuration.Override],
    _ environment: PolicyOptions, _ flags: PolicyOptions
  ) -> Setting<String> {
    flags.profile ?? environment.profile ?? overrides.last { $0.profile != nil }?.profile
      ?? configuration.profile ?? Setting("default", .builtIn)
  }

  private static func policy(
    _ rules: RuleIndex, _ configuration: Configuration, _ overrides: [Configuration.Override],
    _ environment: PolicyOptions, _ flags: PolicyOptions, _ chains: [String: [Profile]]
  ) -> FilePolicy {
    let profile = Self.profile(configuration, overrides, environment, flags)
    var builder = PolicyBuilder(rules)
    for profile in chains[profile.value] ?? [] {
      builder.add(profile.directives, profile.values)
    }
    builder.add(configuration.directives, configuration.values)
    for override in overrides { builder.add(override.directives, override.values) }
    builder.add(environment.directives, environment.values)
    builder.add(flags.directives, flags.values)
    return FilePolicy(
      profile: profile, values: builder.values, valueOrigins: builder.valueOrigins,
      failOn: flags.failOn ?? environment.failOn ?? configuration.failOn
        ?? Setting(.warning, .builtIn),
      inlineWaivers: configuration.inlineWaivers, standIns: configuration.standIns, rules: rules,
      decisions: builder.decisions)
  }
}

/// Applies statements in order.
private struct PolicyBuilder {
  let rules: RuleIndex
  var decisions: [RuleDecision]
  var values = PolicyValues()
  var valueOrigins: [String: Origin] = [:]

  init(_ rules: RuleIndex) {
    self.rules = rules
    decisions = rules.rules.map {
      RuleDecision(isOn: $0.isDefault, severity: $0.severity, origin: .builtIn)
    }
  }

  mutating func add(_ directives: [Directive], _ settings: [ValueSetting]) {
    for directive in directives { add(directive) }
    for setting in settings {
      setting.apply(to: &values)
      valueOrigins[setting.key] = setting.origin
    }
  }

  private mutating func add(_ directive: Directive) {
    switch directive {
    case .select(let selectors, let origin):
      let selected = Set(selectors.flatMap { rules.places(matching: $0) })
      for place in decisions.indices where decisions[place].isOn != selected.contains(place) {
        decisions[place].isOn.toggle()
        decisions[place].origin = origin
        decisions[place].why = nil
      }
    case .ignore(let selectors, let origin):
      for place in selectors.flatMap({ rules.places(matching: $0) }) where decisions[place].isOn {
        decisions[place].isOn = false
        decisions[place].origin = origin
        decisions[place].why = nil
      }
    case .rule(let setting):
      for place in rules.places(matching: setting.selector) {
        if !setting.options.isEmpty { decisions[place].options = setting.options }
        guard let level = setting.level else { continue }
        decisions[place].isOn = level != .off
        if let severity = Severity(rawValue: level.rawValue) {
          decisions[place].severity = severity
        }
        decisions[place].origin = setting.origin
        decisions[place].why = setting.why
      }
    }
  }
}
