public import Evidence

/// The rules that exist, found by name, alias, family or pattern.
public struct RuleIndex: Sendable {
  /// The rules, in the order given.
  public let rules: [RuleDescription]
  private let places: [String: Int]
  private let byName: [String: [Int]]
  private let byFamily: [String: [Int]]

  /// An index of rules.
  public init(_ rules: [RuleDescription]) {
    self.rules = rules
    var places: [String: Int] = [:]
    var byName: [String: [Int]] = [:]
    var byFamily: [String: [Int]] = [:]
    // Every start makes this index, so it grows once.
    places.reserveCapacity(rules.count)
    byName.reserveCapacity(rules.count * 4)
    for (index, rule) in rules.enumerated() {
      places[rule.name] = index
      byName[rule.name, default: []].append(index)
      for alias in rule.aliases {
        let name = RuleName.normalised(alias)
        if byName[name]?.last != index { byName[name, default: []].append(index) }
      }
      byFamily[rule.family.lowercased(), default: []].append(index)
    }
    self.places = places
    self.byName = byName
    self.byFamily = byFamily
  }

  /// The place in `rules` of the rule that bears a name.
  public func place(of name: String) -> Int? { places[name] }

  /// The rules that a name, alias or family stands for, as places in `rules`.
  public func places(named name: String) -> [Int] {
    let key = RuleName.normalised(name)
    return byName[key] ?? byFamily[key] ?? []
  }

  /// The rules that a selector stands for, as places in `rules`, in ascending order.
  public func places(matching selector: Selector) -> [Int] {
    switch selector.kind {
    case .all: return Array(rules.indices)
    case .none: return []
    case .name(let name): return byName[name] ?? byFamily[name] ?? []
    case .tool(let tool): return rules.indices.filter { isKnown($0, to: tool) }
    case .pattern(let glob):
      return rules.indices.filter { place in
        glob.matches(rules[place].name)
          || rules[place].aliases.contains { glob.matches(RuleName.normalised($0)) }
      }
    case .family(let family, let glob):
      return (byFamily[family] ?? []).filter { glob.matches(rules[$0].name) }
    }
  }

  /// Whether a rule has an alias of a tool.
  public func isKnown(_ place: Int, to tool: Tool) -> Bool {
    rules[place].aliases.contains { RuleName.tool(ofAlias: $0) == tool }
  }

  /// Whether a selector can stand for any rule: `ALL` and `none` always do.
  public func knows(_ selector: Selector) -> Bool {
    switch selector.kind {
    case .all, .none, .tool: true
    default: !places(matching: selector).isEmpty
    }
  }

  /// The name that a mistyped one most likely stands for.
  public func suggestion(for name: String) -> String? {
    nearestName(to: name, in: rules.map(\.name) + byFamily.keys.sorted())
      ?? nearestName(to: name, in: rules.flatMap(\.aliases))
  }
}
