import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let binShRelinked = Rule(
    "bin-sh-relinked", .shell, .warning, aliases: ["DL4005"],
    summary: "A RUN puts another shell in the place of `/bin/sh`.",
    why: """
      The scripts of the distribution are written and tested for its own `sh`; with bash in its \
      place they run slower and now and then otherwise, and an upgrade of the package puts the \
      old link back. SHELL changes the shell of the following RUN instructions and nothing else.
      """,
    references: ["https://github.com/hadolint/hadolint/wiki/DL4005"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹ln -sfv /bin/bash /bin/sh›
        RUN ‹ln -sf bash /usr/bin/sh› && ‹mv /bin/bash /bin/sh›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN ln -sf /opt/x/bin/sh /opt/sh && ln -s /bin/sh /bin/mysh && cp /bin/sh /rescue
        SHELL ["/bin/bash", "-c"]
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("ln", "cp", "mv") {
        let operands = command.operands(valued: ["-S", "-t"])
        guard operands.count == 2, let target = operands.last?.value,
          target == "/bin/sh" || target == "/usr/bin/sh"
        else { continue }
        findings.report(
          command.range,
          "`\(target)` is replaced by `\(operands[0].best)` for every script of the image",
          help: "Write `SHELL [\"/bin/bash\", \"-c\"]`")
      }
    })
}
