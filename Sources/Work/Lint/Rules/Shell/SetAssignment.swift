import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let setAssignment = Rule(
    "set-assignment", .shell, .warning, aliases: ["SC2121"],
    summary: "`set` is used to assign a variable, which it does not.",
    why: """
      `set x=y` gives the shell the positional parameter `x=y` and leaves the variable as it was. \
      Only the C shell and the one of Windows assign that way.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2121"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹set CC=clang› && make
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN CC=clang && set -e -- a=b && set -o pipefail
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("set") {
        guard let first = command.arguments.first?.word, let name = first.assignmentName else {
          continue
        }
        findings.report(
          command.range, "`set` does not assign `\(name)`",
          help: "Write `\(first.text)` without `set`")
      }
    })
}
