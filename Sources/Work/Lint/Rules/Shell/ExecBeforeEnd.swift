import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let execBeforeEnd = Rule(
    "exec-before-end", .shell, .warning, aliases: ["SC2093"],
    summary: "Commands stand behind an `exec`, after which the shell is gone.",
    why: """
      `exec` puts the program in the place of the shell. Nothing that stands behind it ever runs, \
      unless the program cannot be started.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2093"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        CMD ‹exec nginx›; echo done
        RUN ‹exec make› && make install
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN exec 2>&1; make
        CMD migrate && exec nginx
        RUN if [ -f a ]; then exec make; fi; echo b
        RUN exec make || echo failed
        """),
    ],
    check: { subject, findings in
      for kind in [InstructionKind.run, .cmd, .entrypoint] {
        for text in subject.shellTexts(kind) {
          for command in text.commands {
            guard command.isWrapped(by: "exec"), command.command?.name?.text == "exec",
              let context = command.context, !context.isInOwnProcess, command.isCertain,
              context.operatorAfter == .and
                || (context.operatorAfter == nil && !context.isLastStatement),
              let range = command.command?.range
            else { continue }
            findings.report(
              range, "nothing behind this runs, since `exec` ends the shell",
              help: "Drop `exec`, or move it to the end")
          }
        }
      }
    })
}
