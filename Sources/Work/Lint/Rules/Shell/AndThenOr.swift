import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let andThenOr = Rule(
    "and-then-or", .shell, .info, isDefault: false, aliases: ["SC2015"],
    summary: "`a && b || c` runs `c` also where `b` fails.",
    why: "It reads like if, then and else, but `||` asks for the failure of everything before it.",
    references: ["https://www.shellcheck.net/wiki/SC2015"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN [ -f /a ] && make a ‹||› make b
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN if [ -f /a ]; then make a; else make b; fi; make && make install || exit 1
        RUN apt-get update && apt-get install -y gcc || true
        RUN [ -f /a ] && echo yes || echo no
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() {
        for statement in text.script.statements { look(statement.list, &findings) }
      }
    })

  private static func look(_ list: AndOrList, _ findings: inout Findings) {
    guard list.rest.count == 2, list.rest[0].operator == .and, list.rest[1].operator == .or,
      let middle = list.rest[0].pipeline.commands.last?.simple,
      let last = list.rest[1].pipeline.commands.last?.simple, !last.words.isEmpty
    else { return }
    // Only a test in front makes it a choice; what cannot fail in the middle makes it a good one.
    guard isTest(list.first),
      !["true", ":", "exit", "return", "false"].contains(last.name?.text),
      !["echo", "printf", "true", ":", "exit", "return"].contains(middle.name?.text),
      !middle.words.isEmpty
    else { return }
    findings.report(
      list.rest[1].operatorRange, "What follows runs also where `\(middle.name?.text ?? "")` fails",
      help: "Write `if …; then …; else …; fi`")
  }

  private static func isTest(_ pipeline: Pipeline) -> Bool {
    guard pipeline.commands.count == 1 else { return false }
    switch pipeline.commands[0] {
    case .conditional: return true
    case .simple(let simple): return simple.name?.text == "[" || simple.name?.text == "test"
    default: return false
    }
  }
}
