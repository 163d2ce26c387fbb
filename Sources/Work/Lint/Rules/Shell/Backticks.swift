import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let backticks = Rule(
    "backticks", .shell, .info, isDefault: false, fix: .safe, aliases: ["SC2006"],
    summary: "A command substitution is written with backticks.",
    why: """
      In backticks, a backslash means something else than outside, and another substitution \
      inside needs escapes. `$(…)` has neither trouble and every shell knows it.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2006"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN echo "Started: ‹`date`›"
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN echo "Started: $(date)"
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN echo "Started: $(date)" '`x`' \\`
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() {
        text.script.forEachWord { word, role, context in
          guard word.containsExpansion else { return }
          look(in: word.parts, text.step, context, subject, &findings)
        }
      }
    })

  private static func look(
    in parts: [WordPart], _ step: Step, _ context: CommandContext, _ subject: Subject,
    _ findings: inout Findings
  ) {
    for part in parts {
      switch part.kind {
      case .doubleQuoted(let inner), .localeQuoted(let inner):
        look(in: inner, step, context, subject, &findings)
      case .commandSubstitution(let substitution) where substitution.isBacktick:
        // Escapes inside change their meaning, so that only plain text can be carried over; a
        // comment would go on behind the end, and `$((` means something else.
        let text = substitution.text
        let isPlain =
          !text.utf8.contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "#") }
          && !text.hasPrefix("`(") && part.range.length == text.utf8.count
          && !context.surroundings.contains(.heredoc)
        findings.report(
          part.range, "This substitution is written with backticks", help: "Write `$(…)`",
          fixes: isPlain
            ? [
              subject.fix(
                "Write `$(…)`", .safe,
                ScriptEdit(
                  [
                    TextEdit(SourceRange(part.range.lowerBound, part.range.lowerBound + 1), "$("),
                    TextEdit(SourceRange(part.range.upperBound - 1, part.range.upperBound), ")"),
                  ], adds: ["$(" + text.dropFirst().dropLast() + ")"], drops: [text]), in: step)
            ] : [])
      default: break
      }
    }
  }
}
