import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let constantTest = Rule(
    "constant-test", .shell, .warning,
    aliases: ["SC2157", "SC2050", "SC2193", "SC2158", "SC2159", "SC2161"],
    summary: "A test compares two texts that never change.",
    why: """
      Mostly a `$` is missing in front of a name, so that the word itself is compared and never \
      its value.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2050"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        ARG TARGETARCH
        RUN if ‹[ TARGETARCH = "arm64" ]›; then make arm; fi && ‹[ -n x ]›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN if [ "$TARGETARCH" = "arm64" ]; then make arm; fi && [ -f x ] && [ 1 -eq "$y" ] && [ a ]
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("[") {
        var words = command.arguments.compactMap(\.word)
        guard words.last?.text == "]", words.count == command.arguments.count else { continue }
        words.removeLast()
        let isConstant = words.allSatisfy { $0.literal != nil && !$0.hasUnquotedGlob }
        guard isConstant,
          let range = command.command.map({ command in
            SourceRange(
              command.words[0].range.lowerBound,
              command.words[command.words.count - 1].range.upperBound)
          })
        else { continue }
        if words.count == 3, ["=", "==", "!=", "-eq", "-ne"].contains(words[1].text) {
          findings.report(
            range, "Both sides of `\(words[1].text)` are constant",
            help: "Write `$` before the name of the variable")
        } else if words.count == 2, words[0].text == "-n" || words[0].text == "-z" {
          findings.report(
            range, "`\(words[1].text)` is constant",
            help: "Write `$` before the name of the variable")
        }
      }
    })
}
