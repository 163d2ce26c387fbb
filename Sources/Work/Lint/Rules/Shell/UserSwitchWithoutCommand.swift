import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let userSwitchWithoutCommand = Rule(
    "user-switch-without-command", .shell, .error, aliases: ["SC2117"],
    summary: "`su` is called without a command, so what follows runs as the same user as before.",
    why: """
      `su app` starts a shell of that user, which finds no input during a build and ends at once. \
      The commands behind it run as the user that the step has. USER changes it for what follows, \
      and `su app -c '…'` for one command.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2117"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹su app› && make
        RUN ‹su - postgres›; initdb
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN su app -c 'make' && su - postgres --command 'initdb' && su -c make app && echo make | su app
        USER app
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("su") {
        guard let context = command.context, context.pipelineCount == 1,
          command.command?.redirects.isEmpty == true,
          !command.arguments.contains(where: {
            $0.best.hasPrefix("-c") || $0.best.hasPrefix("--c") || $0.best == "-lc"
          }),
          command.arguments.allSatisfy({ $0.value != nil }),
          command.operands(valued: ["-s", "--shell", "-g"]).filter({ $0.best != "-" }).count <= 1
        else { continue }
        findings.report(
          command.range, "`\(subject.text(command.range))` changes the user for no command at all",
          help: "Write USER before the step, or `su … -c '…'`")
      }
    })
}
