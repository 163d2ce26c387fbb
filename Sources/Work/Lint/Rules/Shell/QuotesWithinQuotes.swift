import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let quotesWithinQuotes = Rule(
    "quotes-within-quotes", .shell, .info, aliases: ["SC2140"],
    summary: "Quotes within quotes end them, and go away.",
    why: """
      `echo "a "b" c"` prints no quotes: the second one closes the first. Where the quotes are \
      part of a file, such as JSON, the file is wrong. `\\"` keeps one, and single quotes outside \
      keep all.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2140"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN echo ‹"{"name": "x"}"› > /a.json
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN echo '{"name": "x"}' > /a.json && echo "a"'b'"c" && echo "$a"/"$b" && echo "a"=b"c" && x="a"b"c"
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("echo", "printf") {
        for argument in command.arguments {
          guard let word = argument.word, word.parts.count >= 3, isBroken(word) else { continue }
          findings.report(
            argument.range, "the quotes inside are not printed: they end those around",
            help: "Write `\\\"`, or put single quotes around the whole")
        }
      }
    })

  /// Whether plain letters stand between two double-quoted parts, the first of which opens a structure.
  private static func isBroken(_ word: Word) -> Bool {
    let parts = word.parts
    for index in parts.indices.dropFirst().dropLast() {
      guard case .literal(let text) = parts[index].kind,
        case .doubleQuoted(let before) = parts[index - 1].kind,
        case .doubleQuoted = parts[index + 1].kind,
        text.utf8.allSatisfy({ $0 > 0x40 }), let last = before.last,
        case .literal(let opening) = last.kind,
        opening.hasSuffix("{") || opening.hasSuffix(": ") || opening.hasSuffix("[")
          || opening.hasSuffix(", ")
          || opening.hasSuffix(":")
      else { continue }
      return true
    }
    return false
  }
}
