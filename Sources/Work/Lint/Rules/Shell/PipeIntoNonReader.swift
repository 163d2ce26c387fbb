import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let pipeIntoNonReader = Rule(
    "pipe-into-non-reader", .shell, .warning, aliases: ["SC2216", "SC2217"],
    summary: "A pipe ends in a command that reads no input.",
    why: """
      `echo`, `mkdir`, `chmod` and the like take names as arguments and never look at their \
      input, so what the pipe carries is lost. `xargs` turns input into arguments.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2216"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN find /x -name a | ‹rm -rf› && ls | ‹echo›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN find /x | xargs rm -f && yes | cp -i a b && ls | (echo a; cat) && yes | rm -r a && echo y | mkdir b < c
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands(
        "echo", "mkdir", "rm", "chmod", "chown", "touch", "printf", "cd", "ln", "kill", "export")
      {
        guard let context = command.context, context.pipelineCount > 1, context.pipelineIndex > 0,
          command.wrappers.isEmpty, let simple = command.command,
          !simple.redirects.contains(where: { $0.fd == 0 }),
          !simple.words.contains(where: { $0.containsExpansion })
        else { continue }
        // With names of its own, `rm -i` and its kin may take an answer from the pipe.
        if command.program != "echo", command.program != "printf", !command.operands().isEmpty {
          continue
        }
        findings.report(
          command.range, "`\(command.program ?? "")` does not read what the pipe carries",
          help: "Write `xargs \(command.program ?? "")`, or drop the pipe")
      }
    })
}
