import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let packagesUnsorted = Rule(
    "packages-unsorted", .packages, .info, isDefault: false, fix: .safe,
    aliases: ["tally/sort-packages"],
    summary: "A list of packages, one on each line, is not sorted.",
    why: """
      In a sorted list a package is found at once, is not written twice, and a change shows as one line. \
      The rule looks at lists of three or more packages of a distribution where each stands on a line of \
      its own. The repair exchanges words and touches nothing else, and there is none where a comment \
      stands in the list.
      """,
    references: [
      "https://docs.docker.com/build/building/best-practices/#sort-multi-line-arguments"
    ],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN apt-get install -y \\
            ‹git› \\
            curl \\
            jq=1.7 \\
            && true
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get install -y \\
              curl \\
              git \\
              jq=1.7 \\
              && true
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get install -y \\
            curl \\
            git \\
            jq
        RUN apt-get install -y zip curl git
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.verb == .install && command.manager.isSystem {
        let words = command.operands
        guard words.count >= 3, words.allSatisfy({ $0.value != nil && $0.word?.isPlain == true }),
          let first = words.first, let last = words.last
        else { continue }
        let lines = words.map { subject.source.line(at: $0.range.lowerBound) }
        guard Set(lines).count == words.count else { continue }
        let sorted = words.map(\.text).sorted()
        guard let wrong = zip(words, sorted).first(where: { $0.text != $1 }) else { continue }
        let hasComments = subject.text(first.range.union(last.range)).contains("#")
        let isOneRun = command.use.arguments.allSatisfy {
          !(first.range.lowerBound..<last.range.upperBound).contains($0.range.lowerBound)
            || !$0.text.hasPrefix("-")
        }
        let moved = zip(words, sorted).filter { $0.text != $1 }
        let edit = ScriptEdit(
          moved.map { TextEdit($0.range, $1) }, adds: moved.map(\.1), drops: moved.map(\.0.text))
        findings.report(
          wrong.0.range, "the packages are not sorted: `\(wrong.1)` belongs here",
          help: "Sort the list",
          fixes: hasComments || !isOneRun
            ? [] : [subject.fix("Sort the packages", .safe, edit, at: command.use)])
      }
    })
}
