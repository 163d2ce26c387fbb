import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let exitStatusRange = Rule(
    "exit-status-range", .shell, .warning, aliases: ["SC2151", "SC2152", "SC2241", "SC2242"],
    summary: "`exit` is given something that is no status from 0 to 255.",
    why: """
      dash and BusyBox ash end with `Illegal number` at `exit -1`, and a number above 255 loses \
      its upper bits, so that `exit 256` says success.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2242"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        HEALTHCHECK CMD curl -f http://localhost || exit ‹-1›
        RUN make || exit ‹256›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        HEALTHCHECK CMD curl -f http://localhost || exit 1
        RUN make || exit "$?"
        """),
    ],
    check: { subject, findings in
      for command in subject.facts.commands("exit", "return") {
        guard command.command != nil, let status = command.arguments.first, let text = status.value,
          !(Int(text).map { (0...255).contains($0) } ?? false), !text.isEmpty
        else { continue }
        findings.report(
          status.range, "`\(text)` is no status from 0 to 255", help: "Write a number from 1 to 125"
        )
      }
    })
}
