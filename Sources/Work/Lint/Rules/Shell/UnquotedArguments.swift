import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let unquotedArguments = Rule(
    "unquoted-arguments", .shell, .warning, fix: .safe, aliases: ["SC2048", "SC2068"],
    summary: "`$@` stands without quotes, which takes the arguments apart.",
    why: """
      Only `"$@"` hands each argument on as it came. Without quotes, and with `$*`, they are \
      joined and split again at blanks.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2068"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN retry() { ‹$@› || ‹$@›; }; retry make
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN retry() { "$@" || "$@"; }; retry make
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN retry() { "$@" || "$@"; }; retry make; x=$*; echo "$*"
        """),
    ],
    check: { subject, findings in
      for kind in [InstructionKind.run, .cmd, .entrypoint] {
        for text in subject.shellTexts(kind) where text.hasExpansion {
          text.script.forEachParameter(includingQuoted: false) { parameter, context in
            guard parameter.name == "@" || parameter.name == "*", context.isSplit,
              parameter.operator == nil,
              !parameter.isLength
            else { return }
            let fixes: [Fix] =
              parameter.name == "@"
              ? subject.quoting(
                parameter.range, with: "\"", .safe, in: text.step, context.command.surroundings)
              : []
            findings.report(
              parameter.range, "`\(parameter.text)` takes the arguments apart at blanks",
              help: "Write `\"$@\"`",
              fixes: fixes)
          }
        }
      }
    })
}
