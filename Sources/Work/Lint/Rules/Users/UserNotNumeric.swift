import BaseImages
import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let userNotNumeric = Rule(
    "user-not-numeric", .users, .info, isDefault: false, fix: .safe,
    aliases: ["DL3066"],
    requirements: ["S3-NR-07", "S4-NR-02", "S0-2-14"],
    summary:
      "The last USER gives a name, or a number without a group where the policy asks for one.",
    why: """
      Kubernetes refuses to start a container under `runAsNonRoot` when the image names its user: without \
      the image's `/etc/passwd` it cannot tell that a name is not root. Only the USER that the image ends \
      with counts. \
      `USER root` and variables are left alone, though hadolint reports them.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN groupadd -g 10001 app && useradd -u 10001 -g app app
        USER ‹app›
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN groupadd -g 10001 app && useradd -u 10001 -g app app
          USER 10001:10001
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd app
        USER ‹app›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        USER app
        RUN whoami
        USER 10001:10001
        """),
      .accepts(
        """
        FROM debian:trixie-slim AS build
        USER nobody
        FROM debian:trixie-slim
        ARG RUN_AS
        USER $RUN_AS
        """),
    ],
    check: { subject, findings in
      guard subject.values.user.form != .name, let stage = subject.facts.finalStage,
        let range = stage.end.user.range, let text = stage.end.user.text.value,
        let name = stage.end.user.name, stage.end.user.isRoot == false,
        stage.end.family != .windows, !name.hasPrefix("Container")
      else { return }
      let wantsGroup = subject.values.user.form == .numericWithGroup
      let group = stage.end.user.group
      let groupIsNumber = group.map { Int($0) != nil }
      if stage.end.user.isNumeric, groupIsNumber ?? !wantsGroup { return }
      let accounts = stage.end.accounts
      let uid = stage.end.user.uid
      let gid =
        group.map { Int($0) ?? accounts.groups[$0]?.gid } ?? accounts.users[name]?.gid
        ?? uid.flatMap { accounts.user(uid: $0)?.gid }
      var wanted = uid.map(String.init)
      if group != nil || wantsGroup {
        wanted = wanted.flatMap { uid in gid.map { "\(uid):\($0)" } }
      }
      let isVariable = subject.text(range) != text
      findings.report(
        range,
        stage.end.user.isNumeric
          ? groupIsNumber == false
            ? "`\(text)` names its group"
            : "`\(text)` leaves the group to the accounts of the image"
          : "`\(text)` is a name, which `runAsNonRoot` of Kubernetes refuses",
        help: wanted.map { "Write `USER \($0)`" } ?? "Write the numbers of user and group",
        fixes: isVariable
          ? []
          : wanted.map {
            [Fix("Write `USER \($0)`", .safe, [TextEdit(range, $0)], changes: [.user])]
          } ?? [])
    })
}
