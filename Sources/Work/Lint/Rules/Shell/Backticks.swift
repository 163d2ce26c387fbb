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
        text.script.forEachWord { word, role, _ in
          guard word.containsExpansion else { return }
          look(in: word.parts, &findings)
        }
      }
    })

  private static func look(in parts: [WordPart], _ findings: inout Findings) {
    for part in parts {
      switch part.kind {
      case .doubleQuoted(let inner), .localeQuoted(let inner): look(in: inner, &findings)
      case .commandSubstitution(let substitution) where substitution.isBacktick:
        // Escapes inside change their meaning, so that only plain text can be carried over.
        let isPlain =
          !substitution.text.utf8.contains(UInt8(ascii: "\\"))
          && part.range.length == substitution.text.utf8.count
        findings.report(
          part.range, "This substitution is written with backticks", help: "Write `$(…)`",
          fixes: isPlain
            ? [
              Fix(
                "Write `$(…)`", .safe,
                [
                  TextEdit(SourceRange(part.range.lowerBound, part.range.lowerBound + 1), "$("),
                  TextEdit(SourceRange(part.range.upperBound - 1, part.range.upperBound), ")"),
                ])
            ] : [])
      default: break
      }
    }
  }
}
