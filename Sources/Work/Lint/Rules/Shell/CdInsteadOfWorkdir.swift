import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let cdInsteadOfWorkdir = Rule(
    "cd-instead-of-workdir", .shell, .info, isDefault: false,
    aliases: ["DL3003", "DS-0013", "AVD-DS-0013"],
    summary: "A RUN enters a folder with `cd` where WORKDIR would say it.",
    why: """
      WORKDIR holds for every instruction after it and for the container, makes the folder where it is \
      missing, and is seen at a glance. `cd` inside of `( … )`, or within a step that goes through \
      several folders, is a matter of taste. \
      hadolint reports every `cd`.
      """,
    references: ["https://github.com/hadolint/hadolint/wiki/DL3003"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹cd /usr/src/app› && git clone https://example.com/x.git /usr/src/app
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        WORKDIR /usr/src/app
        RUN git clone https://example.com/x.git . && (cd sub && make) && make && cd / && ls
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("cd") {
        guard let context = command.context, !context.isInOwnProcess, context.listIndex == 0,
          subject.shellText(of: command)?.script.statements.first?.range.contains(command.range)
            == true
        else { continue }
        findings.report(
          command.range, "`\(subject.text(command.range))` holds for this RUN only",
          help: "Write WORKDIR before it")
      }
    })
}
