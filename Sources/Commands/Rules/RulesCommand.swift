import Arguments
import Documents
import Evidence
import Lint
import Policy
import Source
import Terminal

/// `hardstand rules`: the rules that there are.
let rulesCommand = Command(
  CommandDescription(
    name: "rules", abstract: "List the rules", group: "Dockerfiles", options: [CommonOptions.json],
    examples: [
      .init("hardstand rules", "List the rules by family"),
      .init("hardstand rules --json", "Print everything that is known of each rule"),
    ])
) { session, arguments in
  let rules = RuleBook.descriptions + ConfigurationRule.descriptions
  if arguments.flag(CommonOptions.json) {
    session.write(RulesJSON.text(rules))
    return .clean
  }
  let style = session.outputStyle
  let width = rules.map(\.name.count).max() ?? 0
  for family in Set(rules.map(\.family)).sorted() {
    session.write(style.text(family, .heading) + "\n")
    for rule in rules.sorted(by: { $0.name < $1.name }) where rule.family == family {
      let name = rule.name.padded(to: width)
      let level = rule.isDefault ? rule.severity.rawValue : "off"
      session.write("  \(style.text(name, .emphasis))  \(level.padded(to: 7))  \(rule.summary)\n")
    }
    session.write("\n")
  }
  session.write("`hardstand explain RULE` says why, with examples.\n")
  return .clean
}

/// The rules as JSON, `hardstand.rules/1`.
enum RulesJSON {
  static func text(_ rules: [RuleDescription]) -> String {
    var writer = JSONWriter(.pretty)
    writer.object { writer in
      writer.member("schema", "hardstand.rules/1")
      writer.array("rules") { writer in
        for rule in rules { writer.object { write(rule, into: &$0) } }
      }
    }
    return String(decoding: writer.take(), as: UTF8.self) + "\n"
  }

  static func write(_ rule: RuleDescription, into writer: inout JSONWriter) {
    writer.member("name", rule.name)
    writer.member("family", rule.family)
    writer.member("severity", rule.severity.rawValue)
    writer.member("default", rule.isDefault)
    writer.member("fix", rule.fix?.rawValue)
    writer.member("since", rule.since)
    writer.member("aliases", rule.aliases)
    writer.member("supersedes", rule.supersedes)
    writer.member("requirements", rule.requirements)
    writer.member("summary", rule.summary)
    writer.member("why", rule.why)
    writer.member("references", rule.references)
    writer.array("examples") { writer in
      for example in rule.examples {
        writer.object { writer in
          writer.member("flagged", example.isFlagged)
          writer.member("text", RuleText.unmarked(example.text))
          writer.member("fixed", example.fixed)
          writer.member("ignored", example.ignored)
        }
      }
    }
  }
}

extension String {
  /// The text with blanks behind it up to a width in characters.
  func padded(to width: Int) -> String {
    count < width ? self + String(repeating: " ", count: width - count) : self
  }
}
