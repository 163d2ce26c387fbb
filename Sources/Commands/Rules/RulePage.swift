import Evidence
import Policy
import Source

/// The page of one rule in the documentation.
enum RulePage {
  /// The page in Markdown.
  static func text(_ rule: RuleDescription, _ rules: RuleIndex) -> String {
    var page = "# \(rule.name)\n\n\(rule.summary)\n\n"
    page += "| | |\n|---|---|\n"
    for (title, value) in facts(rule, rules) { page += "| \(title) | \(value) |\n" }
    page += "\n## Why\n\n\(rule.why)\n"
    let demands = (try? ProfileCatalog.demands(on: rule.name, in: rules)) ?? []
    if !demands.isEmpty {
      page += "\n## Profiles\n\n"
      for demand in demands { page += "- \(RuleText.sentence(demand))\n" }
    }
    for (title, flagged) in [("Flagged", true), ("Accepted", false)] {
      let examples = rule.examples.filter { $0.isFlagged == flagged }
      if examples.isEmpty { continue }
      page += "\n## \(title)\n"
      for example in examples {
        page += "\n```dockerfile\n\(RuleText.unmarked(example.text))\n```\n"
        if let fixed = example.fixed {
          page += "\nAfter the repair:\n\n```dockerfile\n\(fixed)\n```\n"
        }
        if let ignored = example.ignored {
          page += "\nThe ignore file after the repair:\n\n```\n\(ignored)\n```\n"
        }
      }
    }
    if !rule.references.isEmpty {
      page += "\n## Read more\n\n"
      for reference in rule.references { page += "- <\(reference)>\n" }
    }
    page +=
      "\nWaive it for one instruction with `# hardstand ignore=\(rule.name) reason=\"…\"` above it.\n"
    return page
  }

  /// The table of all rules in Markdown.
  static func index(_ rules: [RuleDescription]) -> String {
    var page = """
      # Rules

      \(rules.count) rules. In the profile column, `default` marks those that run without asking;
      the others are switched on by a profile, by `hardstand.yaml` or by `--rule NAME=warning`.
      What other tools look for and these rules do not stands in [a list of its own](../peers.md).

      """
    for family in Set(rules.map(\.family)).sorted() {
      page +=
        "\n## \(family)\n\n| rule | severity | profile | repair | also known as | finds |\n|---|---|---|---|---|---|\n"
      for rule in rules where rule.family == family {
        page +=
          "| [\(rule.name)](\(rule.name).md) | \(rule.severity.rawValue) | \(rule.isDefault ? "default" : "") | \(rule.fix?.rawValue ?? "") | \(rule.aliases.joined(separator: ", ")) | \(rule.summary) |\n"
      }
    }
    return page
  }

  private static func links(_ names: [String]) -> String {
    names.map { "[\($0)](\($0).md)" }.joined(separator: ", ")
  }

  private static func facts(_ rule: RuleDescription, _ rules: RuleIndex) -> [(String, String)] {
    var facts = [
      ("Family", rule.family), ("Severity", rule.severity.rawValue),
      ("On in the default profile", rule.isDefault ? "yes" : "no"),
      ("Repair", rule.fix?.rawValue ?? "none"), ("Since", rule.since),
    ]
    if !rule.aliases.isEmpty {
      facts.append(("Also known as", rule.aliases.map { "`\($0)`" }.joined(separator: ", ")))
    }
    if !rule.supersedes.isEmpty {
      facts.append(("Stands for, at the same place", links(rule.supersedes)))
    }
    let others = RuleText.superseding(rule, rules)
    if !others.isEmpty { facts.append(("Says nothing where these tell the cause", links(others))) }
    return facts
  }
}

/// Pieces of text about rules.
enum RuleText {
  /// The names of the rules that stand for another at the same place.
  static func superseding(_ rule: RuleDescription, _ rules: RuleIndex) -> [String] {
    rules.rules.filter { $0.supersedes.contains(rule.name) }.map(\.name)
  }

  /// An example without the marks of its ranges.
  static func unmarked(_ text: String) -> String {
    String(text.filter { $0 != "‹" && $0 != "›" })
  }

  /// What a profile asks of a rule, in words.
  static func sentence(_ demand: ProfileDemand) -> String {
    return "`\(demand.profile)`: \(demand.level.rawValue)" + (demand.why.map { ". \($0)" } ?? "")
  }
}
