import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let negationWithoutEffect = Rule(
    "negation-without-effect", .shell, .warning, fix: .unsafe, aliases: ["SC2251"],
    summary: "A `!` command does not stop a text with `set -e`.",
    why: """
      `set -e` passes over commands with `!`, whatever their status. A check such as `! grep error log;` in the \
      middle of a text never fails the build.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2251"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN set -e; ‹! grep -q error /log›; make install
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN set -e; ! grep -q error /log || exit 1; make install
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN set -e; if ! grep -q error /log; then make; fi; ! grep a /log || exit 1; ! grep -q b /log
        RUN ! grep -q error /log && make install
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() {
        let options = text.options
        for statement in text.script.statements.dropLast() {
          guard statement.list.rest.isEmpty, statement.list.first.isNegated,
            options.errexit(at: statement.range.lowerBound)
          else { continue }
          let end = statement.range.upperBound
          findings.report(
            statement.range, "The text goes on whatever becomes of this, in spite of `set -e`",
            help: "Write `|| exit 1` behind it",
            fixes: [Fix("End the text where it fails", .unsafe, [.insert(" || exit 1", at: end)])])
        }
      }
    })
}
