import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let unquotedPattern = Rule(
    "unquoted-pattern", .shell, .info, fix: .safe,
    aliases: ["SC2060", "SC2061", "SC2062", "SC2063"],
    summary: "A pattern for a program stands without quotes, so that the shell may use it first.",
    why: """
      `find . -name *.py` searches for `*.py` only as long as no such file lies in the current \
      folder. Where one does, the shell hands its name to find, and where two do, find refuses \
      the words. The same goes for the patterns of `grep` and `tr`.
      """,
    references: [
      "https://www.shellcheck.net/wiki/SC2061", "https://www.shellcheck.net/wiki/SC2060",
    ],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN find /usr -name ‹*.pyc› -delete && tr ‹[a-z]› ‹[A-Z]› < a > b
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN find /usr -name '*.pyc' -delete && tr '[a-z]' '[A-Z]' < a > b
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN find /usr -name '*.pyc' -o -name \\*.pyo -o -name __pycache__ && tr '[a-z]' A && find /usr/*
        RUN ls *.py && grep foo *.py
        RUN grep --regexp=foo /etc/[ab] /x && grep --file=/p /etc/[ab] /x && grep -ie foo /etc/[ab] /x
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("find", "tr", "grep", "egrep") {
        let arguments = command.arguments
        for (index, argument) in arguments.enumerated() {
          guard let word = argument.word, word.hasUnquotedGlob, !word.hasQuotes,
            !word.containsExpansion,
            isPattern(index, of: command)
          else { continue }
          findings.report(
            argument.range,
            "`\(argument.text)` becomes the names of files that lie where the step runs",
            help: "Write `'\(argument.text)'`",
            fixes: subject.quoting(
              argument.range, with: "'", .safe, in: subject.facts.step(of: command),
              command.context?.surroundings ?? []))
        }
      }
    })

  private static func isPattern(_ index: Int, of command: CommandUse) -> Bool {
    switch command.program {
    case "find":
      return index > 0
        && ["-name", "-iname", "-path", "-ipath", "-wholename", "-regex", "-iregex", "-lname"]
          .contains(
            command.arguments[index - 1].text)
    case "tr": return true
    default:
      // The first word that is no option is the pattern of grep.
      let hasOption = command.arguments.contains {
        $0.text.hasPrefix("--")
          ? $0.text.hasPrefix("--reg") || $0.text.hasPrefix("--fil")
          : $0.text.hasPrefix("-") && $0.text.contains { $0 == "e" || $0 == "f" }
      }
      return !hasOption && command.arguments.firstIndex { !$0.text.hasPrefix("-") } == index
        && command.arguments[index].text.hasPrefix("*") == false
        && command.arguments.count > index + 1
    }
  }
}
