import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let readWithoutRaw = Rule(
    "read-without-raw", .shell, .info, isDefault: false, fix: .unsafe, aliases: ["SC2162"],
    summary: "`read` without `-r` swallows backslashes.",
    why: """
      Without `-r` a backslash protects the next character and goes away, and one at the end of a \
      line joins two.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2162"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN cat list | while ‹read› f; do echo "$f"; done
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN cat list | while read -r f; do echo "$f"; done
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN cat list | while read -r f; do echo "$f"; done; IFS= read -rs x
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("read") {
        guard let path = command.path, command.option(["-r"]) == nil else { continue }
        findings.report(
          path.range, "`read` swallows backslashes here", help: "Write `read -r`",
          fixes: [
            Fix(
              "Add `-r`", .unsafe, [.insert(" -r", at: path.range.upperBound)],
              risk: "Backslashes in the input are kept, and no longer join lines.")
          ])
      }
    })
}
