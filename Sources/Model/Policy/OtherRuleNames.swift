import Evidence
import Synchronization

/// The names beside their own under which rules are found.
///
/// Most runs ask for none of them, so the tables are made when the first is asked for.
final class OtherRuleNames: Sendable {
  private struct Tables {
    var aliases: [String: [Int]] = [:]
    var families: [String: [Int]] = [:]
  }

  private let rules: [RuleDescription]
  private let tables = Mutex<Tables?>(nil)

  init(_ rules: [RuleDescription]) {
    self.rules = rules
  }

  /// The places of the rules by the names that other tools give them, normalised.
  var aliases: [String: [Int]] { made.aliases }

  /// The places of the rules by the name of their family in lower case.
  var families: [String: [Int]] { made.families }

  private var made: Tables {
    tables.withLock { tables in
      if let tables { return tables }
      let made = Self.tables(of: rules)
      tables = made
      return made
    }
  }

  private static func tables(of rules: [RuleDescription]) -> Tables {
    var tables = Tables()
    for (place, rule) in rules.enumerated() {
      for alias in rule.aliases {
        let name = RuleName.normalised(alias)
        if tables.aliases[name]?.last != place { tables.aliases[name, default: []].append(place) }
      }
      tables.families[rule.family.lowercased(), default: []].append(place)
    }
    return tables
  }
}
