import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let missingDestination = Rule(
    "missing-destination", .shell, .error, aliases: ["SC2224", "SC2225", "SC2226"],
    summary: "`cp` or `mv` is given one file and no destination.",
    why: """
      Both need two names and end with an error. Often a blank is missing, or a variable that \
      should hold the second is quoted together with the first.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2225"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹cp /etc/a.conf› && ‹mv -f /etc/b›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN cp a b && mv -t /x a && cp $FILES && cp *.conf && cp a{,.bak} && cp --version && find . -exec cp -t /x {} + && ls | xargs cp a
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("cp", "mv") where command.wrappers.isEmpty {
        if command.option(["-t", "--target-directory", "--version", "--help"]) != nil { continue }
        let operands = command.operands(valued: ["-S", "--suffix"])
        guard operands.count == 1, let word = operands[0].word, !word.hasUnquotedGlob,
          !word.hasBraceExpansion, word.literal != nil,
          command.arguments.allSatisfy({ $0.value != nil })
        else { continue }
        findings.report(
          command.range, "`\(command.program ?? "")` has no destination for `\(word.unquotedText)`",
          help: "Name where it goes")
      }
    })
}
