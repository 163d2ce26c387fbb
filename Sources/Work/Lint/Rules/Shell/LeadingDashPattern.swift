import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let leadingDashPattern = Rule(
    "leading-dash-pattern", .shell, .info, isDefault: false, fix: .unsafe, aliases: ["SC2035"],
    summary: "A pattern that begins with `*` may give names that begin with `-`.",
    why: """
      A file called `-rf` becomes an option of the command. `./*` keeps names apart from options.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2035"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN rm ‹*›
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN rm ./*
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN rm ./* && rm -- * && rm /x/* && find . -name '*'
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands(
        "rm", "cp", "mv", "chmod", "chown", "cat", "ls", "tar", "touch")
      {
        for argument in command.arguments {
          if argument.text == "--" { break }
          guard let word = argument.word, word.hasUnquotedGlob, word.text.hasPrefix("*") else {
            continue
          }
          findings.report(
            argument.range, "a name that begins with `-` becomes an option",
            help: "Write `./\(argument.text)`",
            fixes: [
              Fix(
                "Write `./` in front", .unsafe, [.insert("./", at: argument.range.lowerBound)],
                risk: "The program gets names with `./` in front.")
            ])
        }
      }
    })
}
