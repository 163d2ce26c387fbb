import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let statusTestedLater = Rule(
    "status-tested-later", .shell, .info, isDefault: false, aliases: ["SC2181"],
    summary: "A test asks `$?` for the status of the command before it.",
    why: """
      Every command in between changes `$?`, and with `set -e` the test is never reached after a \
      failure. `if make; then` asks the command itself.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2181"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN make mytarget; if [ ‹$?› -ne 0 ]; then echo "Build failed"; fi
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN if ! make mytarget; then echo "Build failed"; fi; make; code=$?; [ "$code" -eq 3 ]
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("[", "test") {
        guard
          let status = command.arguments.first(where: { $0.text == "$?" || $0.text == "\"$?\"" }),
          command.arguments.contains(where: { $0.text == "0" })
        else { continue }
        findings.report(
          status.range, "the status is asked for after the command",
          help: "Write the command after `if`")
      }
    })
}
