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
      `set -e` passes over commands with `!`, whatever their status. A check such as `! grep \
      error log;` in the middle of a text never fails the build.
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
      .flags(
        """
        FROM debian:trixie-slim
        RUN set -e; if [ -f /x ]; then sed -i /a/d /x; ‹! grep -q a /x›; fi; make
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN set -e; make; if [ -f /x ]; then ! grep -q a /x; fi
        RUN set -e; if ! grep -q error /log; then make; fi; ! grep a /log || exit 1; ! grep -q b /log
        RUN ! grep -q error /log && make install
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() {
        var places: [Statement] = []
        collect(text.script.statements, isLast: true, into: &places)
        if places.isEmpty { continue }
        let options = text.options
        for statement in places where options.errexit(at: statement.range.lowerBound) {
          findings.report(
            statement.range, "the text goes on whatever becomes of this, in spite of `set -e`",
            help: "Write `|| exit 1` behind it",
            fixes: [
              Fix(
                "End the text where it fails", .unsafe,
                [.insert(" || exit 1", at: statement.range.upperBound)],
                risk: "The build stops where it has gone on until now.")
            ])
        }
      }
    })

  /// The negated commands whose status nothing looks at; that of the last one is the status of the
  /// text.
  private static func collect(
    _ statements: [Statement], isLast: Bool, into places: inout [Statement]
  ) {
    for (index, statement) in statements.enumerated() {
      let decides = isLast && index + 1 == statements.count
      guard statement.list.rest.isEmpty, !statement.isBackground else { continue }
      if statement.list.first.isNegated {
        if !decides { places.append(statement) }
        continue
      }
      guard statement.list.first.commands.count == 1 else { continue }
      switch statement.list.first.commands[0] {
      case .group(let group): collect(group.body, isLast: decides, into: &places)
      case .if(let condition):
        for branch in condition.branches { collect(branch.body, isLast: decides, into: &places) }
        collect(condition.elseBody ?? [], isLast: decides, into: &places)
      case .for(let loop): collect(loop.body, isLast: false, into: &places)
      case .while(let loop): collect(loop.body, isLast: false, into: &places)
      default: break
      }
    }
  }
}
