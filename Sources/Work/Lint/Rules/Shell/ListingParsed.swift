import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let listingParsed = Rule(
    "listing-parsed", .shell, .info, isDefault: false,
    aliases: ["SC2010", "SC2012", "SC2011", "SC2045"],
    summary: "The output of `ls` is taken for a list of names.",
    why: """
      `ls` prints for people: a name with a blank or a line break comes out as several. Patterns \
      of the shell and `find -print0` keep names whole.
      """,
    references: [
      "https://www.shellcheck.net/wiki/SC2012", "https://www.shellcheck.net/wiki/SC2045",
    ],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹ls /x› | grep foo && ‹ls› | xargs rm && for f in $(‹ls /y›); do rm "$f"; done
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN ls -la && for f in /y/*; do rm "$f"; done && find . -name foo && ls | wc -l
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("ls") {
        guard let context = command.context, let text = subject.shellText(of: command) else {
          continue
        }
        let isLooped = context.output == .captured && isLoopWord(command.range, in: text)
        let isPiped =
          context.output == .piped
          && text.commands.contains {
            ($0.range.lowerBound > command.range.upperBound)
              && ($0.isWrapped(by: "xargs")
                || ["grep", "egrep", "awk", "sed", "head", "tail", "sort"].contains(
                  $0.program ?? ""))
              && $0.context?.pipelineIndex == context.pipelineIndex + 1
              && $0.range.lowerBound - command.range.upperBound < 16
          }
        if !isLooped, !isPiped { continue }
        findings.report(
          command.range, "the output of `ls` is taken for a list of names",
          help: "Use a pattern such as `*`, or `find`")
      }
    })

  private static func isLoopWord(_ range: SourceRange, in text: ShellText) -> Bool {
    var found = false
    text.script.forEachWord { word, role, _ in
      if role == .loopWord, word.range.contains(range) { found = true }
    }
    return found
  }
}
