import Dockerfile
import Evidence
import Facts
import Policy
import Shell
import Source

extension Rule {
  static let writableCode = Rule(
    "writable-code", .users, .warning, isDefault: false,
    aliases: ["chown_flag_exists"],
    requirements: ["S3-OW-03", "S3-PT-11", "S2-H-04"],
    summary: "The code of the image belongs to the user who runs it.",
    why: """
      Whoever takes over the program can rewrite code that its own user owns, and stays in after a \
      restart. Code that belongs to root is read and run just as well; only folders for data need another \
      owner. Interpreters, their libraries and `/usr/local/bin` are the worst to give away.
      """,
    examples: [
      .flags(
        """
        FROM python:3.13-slim-trixie
        RUN useradd -u 10001 app
        COPY --chown=‹app:app› src /app/src
        COPY --from=build --chown=‹10001› /usr/local/bin /usr/local/bin
        USER app
        """),
      .flags(
        """
        FROM python:3.13-slim-trixie
        RUN useradd -u 10001 app
        COPY . /app
        RUN ‹chown -R app /app›
        USER app
        """),
      .accepts(
        """
        FROM python:3.13-slim-trixie AS build
        USER nobody
        COPY --chown=nobody src src
        FROM python:3.13-slim-trixie
        RUN useradd -u 10001 app && mkdir -p /app/data && chown -R app /app/data
        COPY src /app/src
        COPY --chown=app seed /app/data/seed
        COPY --chown=root src /app/more
        USER app
        """),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, stage.end.user.isRoot == false,
        let user = stage.end.user.name, subject.values.fileOwner != .user
      else { return }
      let accounts = stage.end.accounts
      func isRunner(_ text: String) -> Bool {
        accounts.isSameUser(String(text.prefix { $0 != ":" }), user) == true
      }
      for step in stage.steps {
        if let transfer = Transfers.body(step), let chown = transfer.chown, isRunner(chown.value),
          let path = Transfers.destination(transfer, step, subject), !isData(path)
        {
          findings.report(
            chown.range, "`\(path)` belongs to `\(user)`, who runs it and so can rewrite it",
            help: "Leave the files to root, and give `\(user)` only the folders it writes to",
            related: FaultReports.switching(stage.end.user))
        }
        for use in step.commands where use.program == "chown" && use.isCertain {
          let change = PermissionChange(use)
          guard change.isRecursive, let owner = change.subject?.value, isRunner(owner),
            let path = change.operands.compactMap(\.value).first(where: { path in
              !isData(path)
                && (isSystem(path) || holdsCopies(FilePaths.clean(path), step, stage, subject))
            })
          else { continue }
          findings.report(
            use.range, "`\(path)` belongs to `\(user)`, who runs it and so can rewrite it",
            help: "Leave the files to root, and give `\(user)` only the folders it writes to",
            related: FaultReports.switching(stage.end.user))
        }
      }
    })

  private static let dataNames: Set<String> = [
    "cache", "data", "db", "log", "logs", "media", "models", "run", "state", "storage", "tmp",
    "uploads", "var", "work", "workspace",
  ]

  private static func isData(_ path: String) -> Bool {
    path.split(separator: "/").contains { dataNames.contains($0.lowercased()) }
  }

  private static func isSystem(_ path: String) -> Bool {
    ["/usr", "/bin", "/sbin", "/lib"].contains { FilePaths.isWithin(FilePaths.clean(path), $0) }
  }

  private static func holdsCopies(
    _ path: String, _ step: Step, _ stage: StageFacts, _ subject: Subject
  ) -> Bool {
    stage.steps[..<step.index].contains { earlier in
      guard let transfer = Transfers.body(earlier),
        let destination = Transfers.destination(transfer, earlier, subject)
      else { return false }
      return FilePaths.isWithin(destination, path) && !isData(destination)
    }
  }
}
