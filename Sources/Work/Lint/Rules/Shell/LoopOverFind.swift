import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let loopOverFind = Rule(
    "loop-over-find", .shell, .info, isDefault: false, aliases: ["SC2044"],
    summary: "A loop goes over the words of `$(find …)`, which are no whole names.",
    why: """
      The shell splits the output at blanks and replaces patterns in it before the loop begins.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2044"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN for f in ‹$(find . -name '*.sh')›; do sh "$f"; done
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN find . -name '*.sh' -exec sh {} \\; && for f in $(cat list); do sh "$f"; done
        """),
    ],
    check: { subject, findings in
      if subject.facts.commandsByProgram["find"] == nil { return }
      for text in subject.shellTexts() {
        text.script.forEachWord { word, role, _ in
          guard role == .loopWord, word.containsExpansion else { return }
          for part in word.parts {
            guard case .commandSubstitution(let substitution) = part.kind,
              let list = substitution.script.statements.first?.list, list.first.commands.count == 1,
              list.first.commands[0].simple?.invocation.program == "find"
            else { continue }
            findings.report(
              part.range, "the loop goes over words, not over the names that `find` prints",
              help: "Write `find … -exec … {} \\;`")
          }
        }
      }
    })
}
