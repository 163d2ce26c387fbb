import Arguments
import Documents
import Evidence
import Lint
import Policy
import Source
import Terminal

private let ruleArgument = ArgumentDescription(
  "RULE", .one, .dynamic("rules"), help: "A rule, or what another tool calls it, such as DL3008")

/// `hardstand explain RULE`: what a rule finds, why, and what each profile asks.
let explainCommand = Command(
  CommandDescription(
    name: "explain", abstract: "Explain a rule", group: "Dockerfiles", arguments: [ruleArgument],
    options: [CommonOptions.json],
    examples: [
      .init("hardstand explain trailing-comment", "Say what the rule finds and why"),
      .init("hardstand explain DL3008", "Find the rule by what hadolint calls it"),
    ])
) { session, arguments in
  let rules = RuleBook.descriptions + ConfigurationRule.descriptions
  let index = RuleIndex(rules)
  let name = arguments.argument(ruleArgument) ?? ""
  let found = index.places(named: name).map { index.rules[$0] }
  if found.isEmpty {
    throw UsageError(
      "there is no rule `\(name)`",
      hint: Suggestion.sentence(for: name, among: rules.map(\.name))
        ?? "See `hardstand rules` for all of them")
  }
  if arguments.flag(CommonOptions.json) {
    session.write(RulesJSON.text(found))
    return .clean
  }
  for (place, rule) in found.enumerated() {
    if place > 0 { session.write("\n") }
    session.write(Explanation(rule, index, session.outputStyle).text)
  }
  return .clean
}

/// The rules by name, for completion.
let ruleCandidates = DynamicCandidates(kind: "rules") { _ in
  RuleBook.descriptions.map { .init($0.name, $0.summary) }
}

/// The profiles by name, for completion.
let profileCandidates = DynamicCandidates(kind: "profiles") { _ in
  try ProfileCatalog.all().map { .init($0.name, $0.title) }
}

/// What a person reads of a rule on a terminal.
private struct Explanation {
  private(set) var text = ""

  init(_ rule: RuleDescription, _ index: RuleIndex, _ style: Style) {
    let columns = style.proseColumns
    func paragraph(_ body: String, indent: String = "  ") -> String {
      Wrapping.lines(body, columns: columns - indent.count).map { indent + $0 + "\n" }.joined()
    }
    text = style.text(rule.name, .heading)
    text +=
      " (\(rule.family), \(rule.severity.rawValue)\(rule.isDefault ? "" : ", off by default"))\n"
    if !rule.aliases.isEmpty {
      text += paragraph("also known as " + rule.aliases.joined(separator: ", "))
    }
    if !rule.supersedes.isEmpty {
      text += paragraph("stands for " + rule.supersedes.joined(separator: ", ") + " at its place")
    }
    let others = RuleText.superseding(rule, index)
    if !others.isEmpty {
      text += paragraph("says nothing where \(others.joined(separator: ", ")) tells the cause")
    }
    text += "\n" + paragraph(rule.summary, indent: "") + "\n" + paragraph(rule.why, indent: "")
    for (title, flagged) in [("flagged", true), ("accepted", false)] {
      for example in rule.examples.filter({ $0.isFlagged == flagged }).prefix(2) {
        text += "\n" + style.text(title, flagged ? .removed : .added) + "\n"
        text += indented(RuleText.unmarked(example.text))
        if let fixed = example.fixed {
          text += style.text("repaired", .added) + "\n" + indented(fixed)
        }
        if let ignored = example.ignored {
          text += style.text("ignore file, repaired", .added) + "\n" + indented(ignored)
        }
      }
    }
    let demands = (try? ProfileCatalog.demands(on: rule.name, in: index)) ?? []
    if !demands.isEmpty {
      text += "\n" + style.text("profiles", .heading) + "\n"
      for demand in demands { text += paragraph(RuleText.sentence(demand)) }
    }
    if !rule.requirements.isEmpty {
      text += "\n" + paragraph("serves " + rule.requirements.joined(separator: ", "), indent: "")
    }
    for reference in rule.references { text += "see \(reference)\n" }
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
  }
}
