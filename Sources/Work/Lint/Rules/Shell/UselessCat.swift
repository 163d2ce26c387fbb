import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let uselessCat = Rule(
    "useless-cat", .shell, .info, isDefault: false, aliases: ["SC2002"],
    summary: "`cat` of one file feeds a pipe where the next command could read the file itself.",
    why: """
      One process more for nothing, and with a pipe a missing file goes unseen unless `pipefail` \
      is set.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2002"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹cat file› | tr ' ' _ | nl
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN < file tr ' ' _ | nl && cat a b | nl && cat -n a | nl && cat *.txt | nl && cat | nl
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("cat") {
        guard let context = command.context, context.pipelineIndex == 0, context.pipelineCount > 1,
          command.arguments.count == 1, let word = command.arguments[0].word, !word.hasUnquotedGlob,
          !word.text.hasPrefix("-"), !word.containsExpansion, !word.hasBraceExpansion,
          command.command?.redirects.isEmpty == true
        else { continue }
        findings.report(
          command.range, "`cat` only hands `\(word.unquotedText)` on",
          help: "Give the next command the file, or `< \(word.unquotedText)`")
      }
    })
}
