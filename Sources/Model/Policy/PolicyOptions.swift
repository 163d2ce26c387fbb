import Documents
public import Evidence
public import Source

/// What the command line, or the environment, says over the configuration files.
public struct PolicyOptions: Sendable {
  /// The profile.
  public internal(set) var profile: Setting<String>?
  /// Statements about rules, in order.
  public internal(set) var directives: [Directive] = []
  /// Values, in order.
  public internal(set) var values: [ValueSetting] = []
  /// The least severity that fails a run, nil for never.
  public internal(set) var failOn: Setting<Severity?>?

  /// Options that say nothing.
  public init() {}

  /// What the options of a command line say.
  ///
  /// `select` and `ignore` hold selectors, each text one or several parted by
  /// commas; `rules` holds texts such as `DL3008=off`; `values` holds texts
  /// such as `user.uid=>=10001`. Throws a `Failure` that names the option which
  /// cannot be used.
  public init(
    profile: String? = nil, select: [String] = [], ignore: [String] = [], failOn: String? = nil,
    rules: [String] = [], values: [String] = [], knowing index: RuleIndex
  ) throws(Failure) {
    if let profile { try setProfile(profile, .flag("--profile")) }
    for text in values {
      let (name, value) = try Self.halves(text, .flag("--set"))
      try setValue(name, value, .flag("--set"))
    }
    if !select.isEmpty { try setSelect(select, .flag("--select"), index) }
    if !rules.isEmpty { try setRules(rules, .flag("--rule"), index) }
    if !ignore.isEmpty { try setIgnore(ignore, .flag("--ignore"), index) }
    if let failOn { try setFailOn(failOn, .flag("--fail-on")) }
  }

  /// What the variables of an environment say: `HARDSTAND_PROFILE`, `_SELECT`,
  /// `_IGNORE`, `_FAIL_ON`, `_RULE`, and one `_VALUE_…` for each key, such as
  /// `HARDSTAND_VALUE_USER_UID`. Empty variables say nothing.
  ///
  /// Throws a `Failure` that names the variable which cannot be used.
  public init(environment: [String: String], knowing index: RuleIndex) throws(Failure) {
    func value(_ name: String) -> (text: String, origin: Origin)? {
      guard let text = environment[name], !text.isEmpty else { return nil }
      return (text, .environment(name))
    }
    if let (text, origin) = value("HARDSTAND_PROFILE") { try setProfile(text, origin) }
    if environment.keys.contains(where: { $0.hasPrefix("HARDSTAND_VALUE_") }) {
      for key in PolicyKey.all {
        if let (text, origin) = value(key.environmentName) { try setValue(key.name, text, origin) }
      }
    }
    if let (text, origin) = value("HARDSTAND_SELECT") { try setSelect([text], origin, index) }
    if let (text, origin) = value("HARDSTAND_RULE") {
      try setRules(text.split(separator: ",").map(String.init), origin, index)
    }
    if let (text, origin) = value("HARDSTAND_IGNORE") { try setIgnore([text], origin, index) }
    if let (text, origin) = value("HARDSTAND_FAIL_ON") { try setFailOn(text, origin) }
  }

  private mutating func setProfile(_ name: String, _ origin: Origin) throws(Failure) {
    _ = try ProfileCatalog.profile(named: name)
    profile = Setting(name, origin)
  }

  private mutating func setSelect(
    _ texts: [String], _ origin: Origin, _ index: RuleIndex
  ) throws(Failure) {
    directives.append(.select(try Self.selectors(texts, origin, index), origin))
  }

  private mutating func setIgnore(
    _ texts: [String], _ origin: Origin, _ index: RuleIndex
  ) throws(Failure) {
    directives.append(.ignore(try Self.selectors(texts, origin, index), origin))
  }

  private mutating func setRules(
    _ texts: [String], _ origin: Origin, _ index: RuleIndex
  ) throws(Failure) {
    for text in texts {
      let (name, word) = try Self.halves(text, origin)
      guard let level = Level(rawValue: word) else {
        let words = Level.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure(
          "\(origin): `\(word)` is no level", because: ["the levels are \(words)"])
      }
      for selector in try Self.selectors([name], origin, index) {
        directives.append(.rule(RuleSetting(selector, level: level, origin: origin)))
      }
    }
  }

  private mutating func setFailOn(_ word: String, _ origin: Origin) throws(Failure) {
    if let severity = Severity(rawValue: word) {
      failOn = Setting(severity, origin)
    } else if word == "never" || word == "none" {
      failOn = Setting(nil, origin)
    } else {
      throw Failure("\(origin): `\(word)` is none of error, warning, info, never")
    }
  }

  private mutating func setValue(
    _ name: String, _ text: String, _ origin: Origin
  ) throws(Failure) {
    guard let key = PolicyKey.named(name) else {
      let nearest = nearestName(to: name, in: PolicyKey.all.map(\.name))
      throw Failure(
        "\(origin): `\(name)` is no value that a policy knows",
        hint: nearest.map { "Write `\($0)`" } ?? "List the values with `hardstand config`")
    }
    let whole = try Self.node(text, origin)
    var scratch = PolicyValues()
    // A list needs no brackets on a command line.
    let list = Self.list(text, whole)
    let node =
      if let list, (try? key.read(list, &scratch)) != nil { list } else { whole }
    do {
      try key.read(node, &scratch)
    } catch {
      throw Failure("\(origin): \(name): \(error.message)", hint: error.help)
    }
    let setting = ValueSetting(key.name, node, origin: origin)
    values.append(setting)
    directives += setting.directives
  }

  /// A text as a YAML value; `>=10001` and the like need no quotes here.
  private static func node(_ text: String, _ origin: Origin) throws(Failure) -> YAMLNode {
    let source = SourceText(name: origin.description, text: text)
    if text.hasPrefix(">") || text.hasPrefix("=") {
      return YAMLNode(.scalar(YAMLNode.Scalar(text: text)), range: source.range)
    }
    return try YAMLNode(reading: source)
  }

  /// The parts of a plain text that commas divide, nil where none does.
  private static func list(_ text: String, _ node: YAMLNode) -> YAMLNode? {
    guard text.contains(","), node.text == text else { return nil }
    let parts = text.split(separator: ",").map { part in
      YAMLNode(.scalar(YAMLNode.Scalar(text: String(part.trimmed))), range: node.range)
    }
    return YAMLNode(.sequence(parts), range: node.range)
  }

  private static func halves(
    _ text: String, _ origin: Origin
  ) throws(Failure) -> (String, String) {
    guard let sign = text.firstIndex(of: "=") else {
      throw Failure("\(origin): `\(text)` has no `=`", hint: "Write NAME=VALUE")
    }
    return (String(text[..<sign].trimmed), String(text[text.index(after: sign)...].trimmed))
  }

  private static func selectors(
    _ texts: [String], _ origin: Origin, _ index: RuleIndex
  ) throws(Failure) -> [Selector] {
    var selectors: [Selector] = []
    for text in texts {
      for part in text.split(separator: ",") {
        let selector = Selector(String(part.trimmed))
        if !index.knows(selector), RuleName.tool(ofAlias: selector.text) == nil {
          throw Failure(
            "\(origin): `\(selector.text)` is no rule, alias or family",
            hint: index.suggestion(for: selector.text).map { "Write `\($0)`" }
              ?? "List the rules with `hardstand rules`")
        }
        selectors.append(selector)
      }
    }
    return selectors
  }
}

extension PolicyKey {
  /// The variable of the environment for the key, such as `HARDSTAND_VALUE_BASE_DEV_IN_FINAL`.
  public var environmentName: String {
    var text = "HARDSTAND_VALUE_"
    for scalar in name.unicodeScalars {
      switch scalar {
      case ".", "-": text += "_"
      case "A"..."Z": text += "_" + String(scalar)
      default: text += String(scalar).uppercased()
      }
    }
    return text
  }
}
