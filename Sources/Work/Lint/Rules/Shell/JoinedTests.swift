import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let joinedTests = Rule(
    "joined-tests", .shell, .info, isDefault: false, aliases: ["SC2166", "SC3017"],
    summary: "`-a` or `-o` joins tests within one `[`.",
    why: """
      POSIX took both operators out, since values such as `!` and `(` make them ambiguous. Two \
      tests with `&&` or `||` between have one meaning.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2166"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN [ "$1" = "test" ‹-a› -z "$2" ] && echo ok
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN [ "$1" = "test" ] && [ -z "$2" ] && [ -a /x ] && echo ok
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("[", "test") {
        for (index, argument) in command.arguments.enumerated()
        where argument.text == "-a" || argument.text == "-o" {
          guard index > 0, index + 2 < command.arguments.count else { continue }
          findings.report(
            argument.range, "`\(argument.text)` joins two tests in one `[`",
            help: "Write `] \(argument.text == "-a" ? "&&" : "||") [`")
        }
      }
    })
}
