import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let whichCommand = Rule(
    "which-command", .shell, .info, isDefault: false, aliases: ["SC2230"],
    summary: "`which` asks for a program, where `command -v` needs none.",
    why: """
      Small images have no `which`, and its status differs between systems. `command -v` is part \
      of every shell.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2230"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN if ‹which› python3; then echo yes; fi
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN if command -v python3; then echo yes; fi; which -a python3
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("which") where command.arguments.count == 1 {
        guard let path = command.path else { continue }
        findings.report(path.range, "`which` need not be there", help: "Write `command -v`")
      }
    })
}
