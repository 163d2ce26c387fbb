import Arguments
import BaseImages
import Documents
import Lint
import Policy
import Terminal

private let fileArgument = ArgumentDescription(
  "PATH", .optional, .path, help: "The file to ask for; the current folder without")

/// `hardstand config`: every setting in force, with where it comes from.
let configCommand = Command(
  CommandDescription(
    name: "config", abstract: "Show every setting in force and where it comes from",
    group: "About", arguments: [fileArgument],
    options: [
      CheckOptions.profile, CheckOptions.config, CheckOptions.noConfig, CheckOptions.select,
      CheckOptions.ignore, CheckOptions.failOn, CheckOptions.rule, CheckOptions.set,
      CommonOptions.json,
    ],
    examples: [
      .init("hardstand config", "Show what holds in this folder"),
      .init(
        "hardstand config --profile strict services/api/Dockerfile", "Show what holds for a file"),
    ])
) { session, arguments in
  let rules = RuleIndex(RuleBook.descriptions + ConfigurationRule.descriptions)
  let today = Day(secondsSince1970: session.now())
  var policies = try CheckPolicies(arguments, session, rules: rules, today: today)
  let (check, _) = try policies.check(of: arguments.argument(fileArgument) ?? "Dockerfile")
  let lines = check.policy.listing(of: rules)
  if arguments.flag(CommonOptions.json) {
    var writer = JSONWriter(.pretty)
    writer.object { writer in
      writer.member("schema", "hardstand.config/1")
      writer.array("settings") { writer in
        for line in lines {
          writer.object { writer in
            writer.member("key", line.key)
            writer.member("value", line.value)
            writer.member("origin", "\(line.origin)")
            writer.member("why", line.why)
          }
        }
      }
    }
    session.write(String(decoding: writer.take(), as: UTF8.self) + "\n")
    return .clean
  }
  for line in lines {
    let origin = session.outputStyle.text("# \(line.origin)", .dim)
    session.write("\(line.key): \(line.value)  \(origin)\n")
  }
  return .clean
}
