import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let chmodRecursiveNoX = Rule(
    "chmod-recursive-no-x", .users, .error, fix: .safe,
    requirements: ["S3-OW-06"],
    summary: "A recursive chmod takes the execute permission from folders.",
    why: """
      On a folder, the execute bit is the right to enter it. `chmod -R 644` takes it from every folder \
      below as well, and then nobody but root can open a file in there, however readable it is. The \
      capital `X` of symbolic modes gives it to folders and leaves plain files without.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        COPY ./static /srv/static
        RUN chmod -R ‹644› /srv/static
        """,
        fixed: """
          FROM debian:trixie-slim
          COPY ./static /srv/static
          RUN chmod -R u=rwX,go=rX /srv/static
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN mkdir -p /etc/app/keys && \\
            chmod --recursive ‹0640› \\
              /etc/app
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN mkdir -p /etc/app/keys && \\
              chmod --recursive u=rwX,g=rX,o= \\
                /etc/app
          """),
      .flags(
        """
        FROM debian:trixie-slim
        COPY ./static /srv/static
        RUN chmod -R ‹2644› /srv/static
        """, note: "The bit that gives folders their group has no place in the clauses."),
      .accepts(
        """
        FROM debian:trixie-slim
        COPY ./static /srv/static
        COPY key.pem /etc/key.pem
        RUN chmod -R 755 /srv/static && chmod -R a=rX /srv && chmod 644 /srv/static/index.html
        RUN chmod -R 600 /etc/key.pem && find /srv -type f -exec chmod 644 {} + && chmod -R 000 /srv/static
        RUN chmod -R 644 /srv/static/*.html
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("chmod") where use.kind == .run {
        let change = PermissionChange(use)
        guard change.isRecursive, let mode = change.mode, let word = change.subject,
          lacksEntry(mode),
          let operand = change.operands.first(where: { isFolder($0, use, subject) })
        else { continue }
        let symbolic = PermissionMode.symbolic(mode, executes: true)
        findings.report(
          word.range,
          "`chmod -R \(word.best)` takes the right to enter from every folder in `\(operand.best)`",
          help: mode & 0o7000 != 0
            ? "Give folders a mode of their own, as in `find -type d -exec chmod … {} +`"
            : "Write `\(symbolic)`, which keeps it on folders",
          fixes: mode & 0o7000 != 0
            ? []
            : [
              subject.fix(
                "Write `\(symbolic)`", .safe,
                ScriptEdit(replacing: word.text, at: word.range, by: symbolic), at: use)
            ])
      }
    })

  /// Whether somebody may read or write but not enter.
  private static func lacksEntry(_ mode: Int) -> Bool {
    [6, 3, 0].contains { shift in
      let bits = mode >> shift & 7
      return bits & 6 != 0 && bits & 1 == 0
    }
  }

  /// Whether an operand is a folder: as far as the files are known, else by its name, since nobody
  /// changes a single file with `-R`.
  private static func isFolder(
    _ operand: CommandUse.Argument, _ use: CommandUse, _ subject: Subject
  ) -> Bool {
    guard let value = operand.value, !value.contains(where: { "*?[".contains($0) }) else {
      return false
    }
    let path =
      value.hasPrefix("/")
      ? FilePaths.clean(value) : use.directory.value.map { FilePaths.absolute(value, in: $0) }
    switch path.flatMap({ subject.facts.step(of: use).before.files.entry($0)?.kind }) {
    case .directory?: return true
    case .file?, .link?: return false
    case .unknown?, nil: return !FilePath.looksLikeFile(value)
    }
  }
}
