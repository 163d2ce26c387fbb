import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let chmodRecursiveExec = Rule(
    "chmod-recursive-exec", .users, .info, isDefault: false, fix: .safe,
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
      .flags(
        """
        FROM debian:trixie-slim
        COPY web/ /srv/static/
        RUN chmod -R ‹755› /srv/static
        """,
        fixed: """
          FROM debian:trixie-slim
          COPY web/ /srv/static/
          RUN chmod -R u=rwX,go=rX /srv/static
          """, note: "Where a folder holds data by its name, the repair is safe."),
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
        let isData = change.operands.allSatisfy {
          $0.value.map { dataFolders.contains(FilePaths.name(FilePaths.clean($0))) } ?? false
        }
        findings.report(
          word.range, "`chmod -R \(word.best)` makes every file in `\(operand.best)` executable",
          help: "Write `\(symbolic)`, which leaves execution to folders and programs",
          fixes: [
            subject.fix(
              "Write `\(symbolic)`", isData ? .safe : .unsafe,
              ScriptEdit(replacing: word.text, at: word.range, by: symbolic), at: use,
              risk: isData
                ? nil : "A program that is not executable where it comes from is not so here.")
          ])
      }
    })

  /// Names of folders that hold no programs.
  private static let dataFolders: Set<String> = [
    "assets", "cache", "conf", "conf.d", "config", "css", "data", "docs", "fonts", "html", "htdocs",
    "images", "img", "log", "logs", "locale", "media", "public", "static", "templates", "tmp",
    "uploads", "www",
  ]
}
