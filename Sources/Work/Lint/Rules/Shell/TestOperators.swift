import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let testOperators = Rule(
    "test-operators", .shell, .warning,
    aliases: [
      "SC2107", "SC2108", "SC2109", "SC2110", "SC2077", "SC2057", "SC2122", "SC2073", "SC2065",
    ],
    summary: "A `[ … ]` does not test what it seems to test.",
    why: """
      `[` is a command like any other: `&&` inside of it ends it, `>` and `<` are redirections \
      that make files, and `a=b` without blanks is one word, which is always true.
      """,
    references: [
      "https://www.shellcheck.net/wiki/SC2107", "https://www.shellcheck.net/wiki/SC2077",
      "https://www.shellcheck.net/wiki/SC2073",
    ],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN if [ ‹"$a"="b"› ]; then echo x; fi
        RUN if [ "$n" ‹>› 5 ]; then echo x; fi
        RUN if ‹[ -f a› && -f b ]; then echo x; fi
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN if [ "$a" = "b" ] && [ "$n" -gt 5 ] && [ -f a ]; then echo x; fi
        RUN [ "$a" ] || [ ! -e b ] || test "$(cat x)" = y 2>/dev/null || [ -n "a=b" ] || [ "a=b" = "$x" ]
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("[", "test") {
        guard let simple = command.command else { continue }
        let isBracket = command.program == "["
        if isBracket, simple.words.last?.text != "]" {
          if simple.words.count < 12, command.context?.operatorAfter != nil {
            findings.report(
              command.range, "`[` ends at the operator, and its `]` is missing",
              help: "Close it with `]` and open another `[`")
          }
          continue
        }
        for redirect in simple.redirects
        where redirect.descriptor == nil
          && (redirect.operator == .write || redirect.operator == .read)
        {
          guard simple.words.last.map({ redirect.range.upperBound < $0.range.lowerBound }) ?? false,
            isBracket
          else { continue }
          findings.report(
            redirect.operatorRange,
            "`\(redirect.operator.rawValue)` is a redirection here, to the file `\(redirect.target?.unquotedText ?? "")`",
            help: "Write `\(redirect.operator == .write ? "-gt" : "-lt")` to compare numbers")
        }
        let operands = isBracket ? simple.arguments.dropLast() : simple.arguments
        guard operands.count == 1, let only = operands.first, only.containsExpansion,
          let place = joined(only)
        else { continue }
        findings.report(
          only.range, "This is one word, which is always true", help: "Put blanks around `\(place)`"
        )
      }
    })

  /// The operator without blanks around it in the unquoted text of a word.
  private static func joined(_ word: Word) -> String? {
    for part in word.parts {
      guard case .literal(let text) = part.kind else { continue }
      for sign in ["!=", "==", "="]
      where text == sign || text.hasPrefix(sign) || text.hasSuffix(sign) {
        return sign
      }
    }
    return nil
  }
}
