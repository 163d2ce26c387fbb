import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let chmodRecursiveExec = Rule(
    "chmod-recursive-exec", .users, .info, isDefault: false, fix: .unsafe,
    requirements: ["S2-H-04"],
    summary: "A recursive chmod makes every file executable.",
    why: """
      Folders need the execute bit, and programs; settings, pages and libraries do not. The capital `X` of \
      symbolic modes gives it to folders and leaves files as they are, so that data stays data.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        COPY . /app
        RUN chmod -R ‹555› /app
        """,
        fixed: """
          FROM debian:trixie-slim
          COPY . /app
          RUN chmod -R ugo=rX /app
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        COPY . /app
        RUN chmod -R a=rX /app && chmod -R 755 /usr/local/bin /app/bin && chmod 755 /app && chmod -R 644 /x
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("chmod") where use.kind == .run {
        let change = PermissionChange(use)
        guard change.isRecursive, let mode = change.mode, mode & 0o111 != 0, mode & 0o7000 == 0,
          [6, 3, 0].allSatisfy({ mode >> $0 & 4 == 0 || mode >> $0 & 1 != 0 }),
          let word = change.subject,
          let operand = change.operands.first(where: { operand in
            guard let value = operand.value else { return false }
            let name = FilePaths.name(FilePaths.clean(value))
            return !["bin", "sbin", "scripts", "libexec"].contains(name)
              && !value.contains(where: { "*?[".contains($0) }) && !FilePath.looksLikeFile(value)
          })
        else { continue }
        let symbolic = PermissionMode.symbolic(mode, executes: false)
        findings.report(
          word.range, "`chmod -R \(word.best)` makes every file in `\(operand.best)` executable",
          help: "Write `\(symbolic)`, which leaves execution to folders and programs",
          fixes: [Fix("Write `\(symbolic)`", .unsafe, [TextEdit(word.range, symbolic)])])
      }
    })
}
