import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let breakOutsideLoop = Rule(
    "break-outside-loop", .shell, .warning, aliases: ["SC2104", "SC2105"],
    summary: "`break` or `continue` stands outside of a loop, where it does nothing.",
    why: """
      Shells pass over them or print an error, and go on with the next command. `exit` ends the \
      step.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2105"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN if [ -f a ]; then ‹break›; fi; make
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN for i in 1 2; do make && break; done; f() { break; }
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("break", "continue") {
        guard let context = command.context,
          context.surroundings.isDisjoint(with: [.loop, .function, .nestedScript])
        else { continue }
        findings.report(
          command.range, "`\(command.program ?? "")` is in no loop",
          help: "Write `exit`, or drop it")
      }
    })
}
