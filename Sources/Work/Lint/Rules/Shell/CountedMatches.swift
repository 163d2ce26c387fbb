import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let countedMatches = Rule(
    "counted-matches", .shell, .info, isDefault: false, aliases: ["SC2126", "SC2143"],
    summary: "`grep` feeds `wc -l` or a test of its text, where it can count or answer itself.",
    why: """
      `grep -c` counts the lines and `grep -q` answers with its status, and stops at the first \
      match.
      """,
    references: [
      "https://www.shellcheck.net/wiki/SC2126", "https://www.shellcheck.net/wiki/SC2143",
    ],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN grep foo /x | ‹wc -l› && if [ ‹-n "$(grep foo /x)"› ]; then echo; fi
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN grep -c foo /x && if grep -q foo /x; then echo; fi && grep -o a /x | wc -l && ls | wc -l
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("wc") {
        guard command.arguments.count == 1, command.arguments[0].text == "-l",
          let context = command.context, context.pipelineIndex > 0,
          let text = subject.shellText(of: command),
          let before = text.commands.last(where: {
            $0.range.upperBound <= command.range.lowerBound
              && $0.context?.pipelineIndex == context.pipelineIndex - 1
              && $0.context?.depth == context.depth
          }), before.program == "grep",
          before.option(["-o", "-r", "-l", "-A", "-B", "-C", "-c"]) == nil
        else { continue }
        findings.report(command.range, "`grep` can count the lines itself", help: "Write `grep -c`")
      }
      for command in subject.shellCommands("[", "test") {
        guard command.arguments.count >= 2, ["-n", "-z"].contains(command.arguments[0].text),
          let word = command.arguments[1].word, endsInGrep(word)
        else { continue }
        findings.report(
          command.arguments[0].range.union(word.range), "`grep` can answer with its status",
          help:
            "Write `\(command.arguments[0].text == "-z" ? "! " : "")grep -q` in the place of the test"
        )
      }
    })

  private static func endsInGrep(_ word: Word) -> Bool {
    var parts = word.parts
    if parts.count == 1, case .doubleQuoted(let inner) = parts[0].kind { parts = inner }
    guard parts.count == 1, case .commandSubstitution(let substitution) = parts[0].kind,
      let last = substitution.script.statements.last?.list.pipelines.last?.commands.last?.simple
    else { return false }
    return last.invocation.program == "grep"
  }
}
