import Documents
import Evidence
import Source

/// Reads the parts that profiles and configuration files have in common, and
/// keeps what is wrong with them as findings.
struct SettingsReader {
  let source: SourceText
  /// The rules that exist; nil where names are not to be looked up.
  let rules: RuleIndex?
  /// The origin of what stands at an offset.
  let origin: (Int) -> Origin
  private(set) var findings: [Finding] = []
  /// How many more names are guessed; a guess looks at every rule.
  private var guesses = 64

  init(_ source: SourceText, rules: RuleIndex?, origin: @escaping (Int) -> Origin) {
    self.source = source
    self.rules = rules
    self.origin = origin
  }

  mutating func report(
    _ rule: ConfigurationRule, _ message: String, at range: SourceRange, help: String? = nil
  ) {
    findings.append(
      Finding(
        rule: rule.rawValue, severity: rule.severity, message: message, range: range, help: help))
  }

  mutating func report(_ mistake: ValueMistake) {
    report(.invalidValue, mistake.message, at: mistake.range, help: mistake.help)
  }

  mutating func reportUnknownKey(_ entry: YAMLNode.Entry, of known: [String]) {
    let nearest = nearestName(to: entry.key, in: known)
    report(
      .unknownKey, "`\(entry.key)` is no key that is known here", at: entry.keyRange,
      help: nearest.map { "Write `\($0)`" }
        ?? "Use one of \(known.map { "`\($0)`" }.joined(separator: ", "))")
  }

  /// The entries of a mapping; nothing reads as an empty one.
  mutating func mapping(_ node: YAMLNode) -> [YAMLNode.Entry] {
    if let entries = node.entries { return entries }
    if !node.isNull { report(.expected("a mapping", at: node)) }
    return []
  }

  /// A value of a type, or nil where it is wrong.
  mutating func value<Value: PolicyValue>(_ node: YAMLNode, as type: Value.Type) -> Value? {
    do {
      return try Value(policy: node)
    } catch {
      report(error)
      return nil
    }
  }

  /// Texts of a list or of a single value, with their places.
  mutating func texts(_ node: YAMLNode) -> [(text: String, range: SourceRange)] {
    if node.isNull { return [] }
    return (node.items ?? [node]).compactMap { item in
      value(item, as: String.self).map { ($0, item.range) }
    }
  }

  /// Selectors of rules; a single text may hold several, parted by commas.
  mutating func selectors(_ node: YAMLNode) -> [Selector] {
    texts(node).flatMap { text, range in
      text.split(separator: ",").map { part in
        let selector = Selector(String(part.trimmed))
        look(up: selector, at: range)
        return selector
      }
    }
  }

  /// Tells of a selector that stands for no rule, unless it has the form of
  /// another tool's name: not every rule of every tool has its counterpart.
  mutating func look(up selector: Selector, at range: SourceRange) {
    guard let rules, !rules.knows(selector), RuleName.tool(ofAlias: selector.text) == nil else {
      return
    }
    guesses -= 1
    let guess = guesses >= 0 ? rules.suggestion(for: selector.text) : nil
    report(
      .unknownRule, "`\(selector.text)` is no rule, alias or family", at: range,
      help: guess.map { "Write `\($0)`" } ?? "List the rules with `hardstand rules`")
  }

  /// The directives of a `rules` mapping.
  mutating func ruleSettings(_ node: YAMLNode) -> [Directive] {
    mapping(node).compactMap { entry in
      let selector = Selector(entry.key)
      look(up: selector, at: entry.keyRange)
      var level: Level?
      var options: [YAMLValue.Pair] = []
      var why: String?
      if let parts = entry.value.entries {
        for part in parts {
          switch part.key {
          case "level": level = self.level(part.value)
          case "why": why = value(part.value, as: String.self)
          case "options":
            options = mapping(part.value).map { YAMLValue.Pair($0.key, $0.value.value) }
          default: reportUnknownKey(part, of: ["level", "options", "why"])
          }
        }
      } else {
        level = self.level(entry.value)
        if level == nil { return nil }
      }
      return .rule(
        RuleSetting(
          selector, level: level, options: options, why: why,
          origin: origin(entry.keyRange.lowerBound), range: entry.keyRange))
    }
  }

  private mutating func level(_ node: YAMLNode) -> Level? {
    if let bool = node.bool { return bool ? .on : .off }
    if let level = Level(rawValue: node.text ?? "") { return level }
    let words = Level.allCases.map(\.rawValue)
    let help = nearestName(to: node.text ?? "", in: words).map { "Write `\($0)`" }
    var mistake = ValueMistake.expected("one of `off`, `on`, `info`, `warning`, `error`", at: node)
    mistake = ValueMistake(mistake.message, at: mistake.range, help: help)
    report(mistake)
    return nil
  }

  /// The settings of a `values` mapping; keys may be dotted, nested, or both.
  mutating func valueSettings(_ node: YAMLNode, under prefix: String = "") -> [ValueSetting] {
    mapping(node).flatMap { entry -> [ValueSetting] in
      let name = prefix + entry.key
      if let key = PolicyKey.named(name) {
        return setting(key, entry.value).map { [$0] } ?? []
      }
      let isGroup = PolicyKey.all.contains { $0.name.hasPrefix(name + ".") }
      if isGroup, entry.value.entries != nil {
        return valueSettings(entry.value, under: name + ".")
      }
      let names = PolicyKey.all.map(\.name)
      let nearest = nearestName(to: name, in: names)
      report(
        .unknownKey, "`\(name)` is no value that a policy knows", at: entry.keyRange,
        help: nearest.map { "Write `\($0)`" } ?? "List the values with `hardstand config`")
      return []
    }
  }

  /// The setting of one key, or nil where its value is wrong.
  mutating func setting(_ key: PolicyKey, _ node: YAMLNode) -> ValueSetting? {
    var scratch = PolicyValues()
    do {
      try key.read(node, &scratch)
      return ValueSetting(key.name, node, origin: origin(node.range.lowerBound))
    } catch {
      report(error)
      return nil
    }
  }

  /// The setting of a key by its name, as a list of one or none.
  mutating func settings(of name: String, _ node: YAMLNode) -> [ValueSetting] {
    PolicyKey.named(name).flatMap { setting($0, node) }.map { [$0] } ?? []
  }

  /// The settings of a `label-schema`, whose labels must be there and have their form.
  mutating func labelSettings(_ node: YAMLNode) -> [ValueSetting] {
    let names = (node.entries ?? []).map { entry in
      YAMLNode(.scalar(.init(text: entry.key, style: .singleQuoted)), range: entry.keyRange)
    }
    return settings(of: "labels.schema", node)
      + settings(of: "labels.required", YAMLNode(.sequence(names), range: node.range))
  }

  /// The least severity that fails a run; the inner nil is `never`.
  mutating func failOn(_ node: YAMLNode) -> Setting<Severity?>? {
    let place = origin(node.range.lowerBound)
    if let severity = Severity(rawValue: node.text ?? "") { return Setting(severity, place) }
    if node.text == "never" || node.text == "none" { return Setting(nil, place) }
    report(.expected("one of `error`, `warning`, `info`, `never`", at: node))
    return nil
  }
}

extension StringProtocol {
  /// The text without blanks at its ends.
  var trimmed: Substring {
    var text = Substring(self)
    while let first = text.unicodeScalars.first, first == " " || first == "\t" || first == "\r" {
      text = Substring(text.unicodeScalars.dropFirst())
    }
    while let last = text.unicodeScalars.last, last == " " || last == "\t" || last == "\r" {
      text = Substring(text.unicodeScalars.dropLast())
    }
    return text
  }
}
