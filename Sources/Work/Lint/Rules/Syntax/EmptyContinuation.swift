import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let emptyContinuation = Rule(
    "empty-continuation", .syntax, .warning, fix: .safe, aliases: ["NoEmptyContinuation"],
    summary: "A blank line stands within an instruction.",
    why: """
      The builder still drops a blank line after a continuation, and warns that this will become an \
      error. To people the instruction looks as if it ended there.
      """,
    references: ["https://docs.docker.com/reference/build-checks/no-empty-continuation/"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        RUN apk add \\
        ‹›
            gnupg \\
        ‹›
            curl
        """,
        fixed: """
          FROM alpine:3.20
          RUN apk add \\
              gnupg \\
              curl
          """),
      .accepts(
        """
        FROM alpine:3.20
        RUN apk add \\
            # for signatures
            gnupg

        RUN <<EOF
        echo a

        echo b
        EOF
        """),
    ],
    check: { subject, findings in
      for instruction in subject.facts.syntax.instructions
      where !instruction.emptyContinuations.isEmpty {
        for range in instruction.emptyContinuations {
          let line = subject.source.fullLineRange(subject.source.line(at: range.lowerBound))
          findings.report(
            range, "a blank line stands within \(instruction.keyword.value.uppercased())",
            help: "Remove the line, or put a comment on it",
            fixes: [Fix("Remove the blank lines", .safe, [TextEdit(line, "")])],
            cause: "\(instruction.range.lowerBound)")
        }
      }
    })
}
