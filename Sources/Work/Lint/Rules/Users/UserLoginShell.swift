import BaseImages
import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let userLoginShell = Rule(
    "user-login-shell", .users, .warning, isDefault: false, fix: .unsafe,
    requirements: ["S3-NR-04", "S3-NR-05"],
    summary: "The user that the image runs as has a login shell.",
    why: """
      The shell of an account is what `su` and `docker exec` through `su -` start. With `/sbin/nologin` \
      nobody logs in as the user of a service. useradd takes the shell of the system where none is given, \
      which is one to log in with.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 -s ‹/bin/bash› app
        USER 10001
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN useradd -u 10001 -s /usr/sbin/nologin app
          USER 10001
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹useradd -u 10001 app›
        USER app
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN useradd -s /usr/sbin/nologin -u 10001 app
          USER app
          """),
      .flags(
        """
        FROM alpine:3.24
        RUN adduser -D ‹--shell=/bin/ash› -u 10001 app
        USER app
        """,
        fixed: """
          FROM alpine:3.24
          RUN adduser -D --shell=/sbin/nologin -u 10001 app
          USER app
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -s /bin/bash builder && useradd -u 10001 -s /usr/sbin/nologin app
        USER app
        """),
      .accepts(
        """
        FROM alpine:3.24
        RUN adduser -S -u 10001 app
        USER app
        """, note: "BusyBox gives users of the system `/bin/false`."),
    ],
    check: { subject, findings in
      guard subject.values.user.shell != .any, let stage = subject.facts.finalStage else { return }
      let user = stage.end.user
      guard user.isRoot == false,
        let account = user.uid.flatMap({ stage.end.accounts.user(uid: $0) })
          ?? user.name.flatMap({ stage.end.accounts.users[$0] }),
        let range = account.range,
        let use = subject.facts.commands("useradd", "adduser").first(where: { $0.range == range }),
        let creation = UserCreation(use, family: stage.end.family)
      else { return }
      let closed = stage.end.family == .alpine ? "/sbin/nologin" : "/usr/sbin/nologin"
      if let shell = creation.shell {
        guard let path = shell.value, !isClosed(path) else { return }
        findings.report(
          shell.range, "user `\(account.name)`, whom the image runs as, may log in with `\(path)`",
          help: "Write `\(closed)`",
          fixes: use.command != nil && subject.text(shell.range).hasSuffix(path)
            ? [fix(TextEdit(end(of: shell.range, path), closed), closed)] : [])
      } else if !creation.isSystem || creation.isShadow {
        findings.report(
          use.range,
          "user `\(account.name)`, whom the image runs as, gets the login shell of the system",
          help: creation.isShadow || stage.end.family == .alpine
            ? "Add `-s \(closed)`" : "Add `--shell \(closed)`",
          fixes: repair(use, creation, closed, stage))
      }
    })

  private static func repair(
    _ use: CommandUse, _ creation: UserCreation, _ closed: String, _ stage: StageFacts
  ) -> [Fix] {
    guard use.command != nil, let path = use.path else { return [] }
    let option = creation.isShadow || stage.end.family == .alpine ? "-s" : "--shell"
    return [fix(.insert(" \(option) \(closed)", at: path.range.upperBound), closed)]
  }

  private static func fix(_ edit: TextEdit, _ closed: String) -> Fix {
    Fix(
      "Give the user the shell `\(closed)`", .unsafe, [edit],
      risk: "`su` to the user, and `cron` or `ssh` as the user, find no shell any more.")
  }

  /// The place of a path at the end of a range, which may begin with an option.
  private static func end(of range: SourceRange, _ path: String) -> SourceRange {
    SourceRange(range.upperBound - path.utf8.count, range.upperBound)
  }

  private static func isClosed(_ path: String) -> Bool {
    ["nologin", "false", "true", "null"].contains(FilePaths.name(path))
  }
}
