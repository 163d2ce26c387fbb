import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let userUnused = Rule(
    "user-unused", .users, .warning,
    aliases: ["tally/user-created-but-never-used"],
    requirements: ["S3-CK-U4"],
    summary: "A user is made and nothing runs as it.",
    why: """
      Making a user does not switch to it. Without USER, or a program such as gosu at the start, \
      everything goes on as root. Where `user-missing` or `user-root` speak already, this rule is silent.
      """,
    examples: [
      .flags(
        """
        FROM example.com/team/base:1
        RUN ‹useradd -u 10001 app› && chown -R app /srv
        CMD ["/server"]
        """),
      .accepts(
        """
        FROM example.com/team/base:1
        RUN useradd -u 10001 app
        USER 10001
        """),
      .accepts(
        """
        FROM example.com/team/base:1
        RUN useradd -u 10001 app && useradd -r sshd
        COPY start.sh /
        CMD ["/start.sh", "--user=app"]
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        CMD ["/start.sh"]
        """, note: "`user-missing` says it."),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, stage.fromInstruction != nil,
        !endsAsRoot(stage), stage.end.user.range == nil, stage.end.user.isRoot != false
      else { return }
      let made = stage.end.accounts.made.filter { $0.isCertain && !$0.isSystem }
      guard let user = made.last, made.count == 1, let range = user.range,
        !PrivilegeDrop.isThere(in: stage, subject), !isNamed(user, stage),
        stage.end.entrypoint?.words?.contains(where: { $0.value.hasSuffix(".sh") }) != true
      else { return }
      findings.report(
        range, "user `\(user.name)` is made here, but nothing runs as it",
        help:
          "Write `USER \(user.uid.map(String.init) ?? user.name)` after the last step that needs root"
      )
    })

  /// Whether what starts the container, a variable or a wrapper names the user.
  private static func isNamed(_ user: Accounts.User, _ stage: StageFacts) -> Bool {
    if stage.end.scope.environment.values.contains(where: {
      $0.range != nil
        && $0.value.value.map { $0.contains(user.name) || $0 == user.uid.map(String.init) } ?? true
    }) {
      return true
    }
    return stage.steps.contains { step in
      step.before.user.name == user.name
        || step.commands.contains { use in
          if use.program == "su"
            || use.wrappers.contains(where: { $0 == "su" || $0 == "sudo" || $0 == "gosu" })
          {
            return true
          }
          if ["useradd", "adduser", "chown", "usermod", "chgrp", "addgroup", "groupadd"]
            .contains(use.program)
          {
            return false
          }
          return use.arguments.contains { $0.best.contains(user.name) }
        }
    }
  }
}
