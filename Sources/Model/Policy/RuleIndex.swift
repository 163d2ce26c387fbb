public import Evidence

/// The rules that exist, found by name, alias, family or pattern.
public struct RuleIndex: Sendable {
  /// The rules, in the order given.
  public let rules: [RuleDescription]
  private let placesByName: [String: Int]
  private let otherNames: OtherRuleNames

  /// An index of rules, of which no alias is the name of another.
  public init(_ rules: [RuleDescription]) {
    self.rules = rules
    var places: [String: Int] = [:]
    places.reserveCapacity(rules.count)
    for (place, rule) in rules.enumerated() { places[rule.name] = place }
    placesByName = places
    otherNames = OtherRuleNames(rules)
  }

  /// The place in `rules` of the rule that bears a name.
  public func place(of name: String) -> Int? { placesByName[name] }

  /// The rules that a name, alias or family stands for, as places in `rules`.
  public func places(named name: String) -> [Int] { places(normalised: RuleName.normalised(name)) }

  private func places(normalised name: String) -> [Int] {
    place(of: name).map { [$0] } ?? otherNames.aliases[name] ?? otherNames.families[name] ?? []
  }

  /// The rules that a selector stands for, as places in `rules`, in ascending order.
  public func places(matching selector: Selector) -> [Int] {
    switch selector.kind {
    case .all: return Array(rules.indices)
    case .none: return []
    case .name(let name): return places(normalised: name)
    case .tool(let tool): return rules.indices.filter { isKnown($0, to: tool) }
    case .pattern(let glob):
      return rules.indices.filter { place in
        glob.matches(rules[place].name)
          || rules[place].aliases.contains { glob.matches(RuleName.normalised($0)) }
      }
    case .family(let family, let glob):
      return (otherNames.families[family] ?? []).filter { glob.matches(rules[$0].name) }
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
    nearestName(to: name, in: rules.map(\.name) + otherNames.families.keys.sorted())
      ?? nearestName(to: name, in: rules.flatMap(\.aliases))
  }
}
