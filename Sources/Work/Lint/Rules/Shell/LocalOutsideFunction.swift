import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let localOutsideFunction = Rule(
    "local-outside-function", .shell, .error, aliases: ["SC2168"],
    summary: "`local` stands outside of a function, where shells refuse it.",
    why: """
      dash, BusyBox ash and bash end `local` with an error where no function runs, and the \
      variable stays unset.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2168"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹local› x=1 && echo "$x"
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN f() { local x=1; echo "$x"; }; f
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("local") {
        guard let context = command.context, !context.surroundings.contains(.function),
          !context.surroundings.contains(.nestedScript), let path = command.path
        else { continue }
        findings.report(
          path.range, "`local` outside of a function is an error", help: "Drop the word `local`")
      }
    })
}
