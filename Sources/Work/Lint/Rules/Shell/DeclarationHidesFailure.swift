import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let declarationHidesFailure = Rule(
    "declaration-hides-failure", .shell, .info, isDefault: false, aliases: ["SC2155"],
    summary: "`export x=$(…)` hides the failure of the command inside.",
    why: """
      The status of `export` and its kin is their own, which is success. Neither `set -e` nor \
      `&&` sees that the command in the value failed; with the assignment on its own they do.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2155"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN set -e; ‹export› TAG="$(curl -fsS https://example.com/tag)"; make
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN set -e; TAG="$(curl -fsS https://example.com/tag)"; export TAG; export A=b C="$(mktemp -d)"; make
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("export", "readonly", "local", "declare", "typeset") {
        guard let path = command.path,
          command.arguments.contains(where: { hidesFailure($0.word?.assignmentValue) })
        else { continue }
        findings.report(
          path.range, "a failure of the command in the value goes unseen",
          help: "Assign first, and write `\(command.program ?? "export")` with the name behind it")
      }
    })

  private static func hidesFailure(_ value: Word?) -> Bool {
    guard let value, value.containsExpansion else { return false }
    return contains(value.parts)
  }

  private static func contains(_ parts: [WordPart]) -> Bool {
    parts.contains { part in
      switch part.kind {
      case .commandSubstitution(let substitution):
        guard
          let last = substitution.script.statements.last?.list.pipelines.last?.commands.last?.simple
        else { return true }
        return ![
          "mktemp", "nproc", "uname", "date", "pwd", "dpkg", "echo", "printf", "id", "whoami",
          "hostname", "arch", "tr", "cut",
        ].contains(
          last.invocation.program)
      case .doubleQuoted(let inner): return contains(inner)
      default: return false
      }
    }
  }
}
