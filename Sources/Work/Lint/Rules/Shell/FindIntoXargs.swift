import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let findIntoXargs = Rule(
    "find-into-xargs", .shell, .info, isDefault: false, aliases: ["SC2038"],
    summary: "`find | xargs` takes names apart at blanks and quotes.",
    why: "`-print0` and `xargs -0` keep each name whole, and so does `find -exec … {} +`.",
    references: ["https://www.shellcheck.net/wiki/SC2038"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN find . -type f | ‹xargs› rm
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN find . -type f -print0 | xargs -0 rm && find . -exec rm {} + && ls | xargs rm
        """),
    ],
    check: { subject, findings in
      for find in subject.shellCommands("find") {
        guard find.context?.pipelineIndex == 0, find.context?.pipelineCount == 2,
          !find.arguments.contains(where: {
            ["-print0", "-printf", "-exec", "-delete"].contains($0.text)
          }),
          let text = subject.shellText(of: find)
        else { continue }
        var place: SimpleCommand?
        text.script.forEachCommand { command, context in
          if place == nil, context.pipelineIndex == 1,
            command.range.lowerBound > find.range.upperBound,
            command.name?.text == "xargs", context.depth == find.context?.depth
          {
            place = command
          }
        }
        guard let xargs = place, let name = xargs.name,
          !xargs.arguments.contains(where: {
            $0.text.hasPrefix("-0") || $0.text.contains("null") || $0.text.hasPrefix("-r0")
              || $0.text.hasPrefix("-d")
          })
        else { continue }
        findings.report(
          name.range, "`xargs` takes the names of `find` apart at blanks",
          help: "Write `find … -print0 | xargs -0 …`")
      }
    })
}
