import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let unguardedCd = Rule(
    "unguarded-cd", .shell, .warning, fix: .unsafe, aliases: ["SC2164", "SC2103"],
    summary: "The commands after a `cd` run even where it failed, in the wrong folder.",
    why: """
      When the folder is missing, `cd x; rm -rf *` removes the files of the folder that the shell \
      is in. `&&` behind `cd`, or `set -e` before it, stops instead. ShellCheck asks the same of \
      scripts.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2164"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹cd generated_files›; rm -r *.c
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN cd generated_files && rm -r *.c
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN cd /app && make; cd / || exit
        RUN set -e; cd /app; make
        RUN cd /app
        RUN cd /; cd ..; make
        """),
    ],
    check: { subject, findings in
      if subject.facts.commandsByProgram["cd"] == nil { return }
      for text in subject.shellTexts() where !text.isHeredocScript {
        for place in UnseenFailures(text).places where !place.isFollowedByAnd {
          let invocation = place.command.invocation
          guard invocation.program == "cd", let target = invocation.arguments.last?.literal,
            !["/", "..", "-", "/tmp", "/root", "/opt", "/usr/src", "/usr/local"].contains(target)
          else { continue }
          var fixes: [Fix] = []
          if let terminator = place.terminator,
            text.script.statements.contains(where: { $0.terminator == terminator })
          {
            fixes = [
              Fix(
                "Write `&&`", .unsafe, [TextEdit(terminator, " &&")],
                risk: "The commands behind it no longer run where the folder is not there.")
            ]
          }
          findings.report(
            place.command.range,
            "the commands after it run elsewhere when `\(target)` is no folder",
            help: "Write `cd \(target) &&`", fixes: fixes)
        }
      }
    })
}
