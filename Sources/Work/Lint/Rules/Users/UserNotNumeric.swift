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
        RUN groupadd -g 10001 app && useradd -u 10001 -g app -G video app
        USER ‹app›
        """, note: "With a number for the group the user would lose the other groups."),
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd --create-home app
        USER ‹app›
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN useradd -u 10001 --create-home app
          USER 10001:10001
          """, note: "Where the file gives the user no number, the repair does, and is not safe."),
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
          : wanted == nil
            ? numbering(name, range, stage, subject, group: group, wantsGroup)
            : wanted.map {
              let isSafe = group != nil || !$0.contains(":") || !hasOtherGroups(name, subject)
              return [
                Fix(
                  "Write `USER \($0)`", isSafe ? .safe : .unsafe, [TextEdit(range, $0)],
                  changes: isSafe ? [.user] : [],
                  risk: isSafe ? nil : "The user loses the other groups that it was put into.")
              ]
            } ?? [])
    })

  /// Whether the file puts a user into more groups than its own.
  private static func hasOtherGroups(_ name: String, _ subject: Subject) -> Bool {
    subject.facts.commands("useradd", "usermod", "adduser", "addgroup", "gpasswd").contains {
      guard let (user, groups) = groupMembership($0) else { return false }
      return user == name && !groups.isEmpty
    }
  }

  /// The repair that gives a number to a user whom the file makes without one.
  private static func numbering(
    _ name: String, _ range: SourceRange, _ stage: StageFacts, _ subject: Subject, group: String?,
    _ wantsGroup: Bool
  ) -> [Fix] {
    let accounts = stage.end.accounts
    guard let user = accounts.users[name], let made = user.range, user.uid == nil,
      group == nil || group == name,
      let use = subject.facts.commands("useradd", "adduser").first(where: {
        $0.range.contains(made) || made.contains($0.range)
      }),
      let creation = UserCreation(use, family: stage.end.family), creation.name == name,
      creation.uid == nil, creation.group == nil || !wantsGroup && group == nil,
      let edit = use.inserting("-u \(free(accounts))", after: use.path)
    else { return [] }
    let number = free(accounts)
    let wanted =
      creation.makesGroup && (wantsGroup || group != nil) ? "\(number):\(number)" : "\(number)"
    guard group == nil || creation.makesGroup else { return [] }
    return [
      Fix(
        "Give the user the number \(number)", .unsafe, edit.edits + [TextEdit(range, wanted)],
        risk: "Files in volumes that belong to the old number no longer belong to the user.")
    ]
  }

  /// A number that no account of the image has.
  private static func free(_ accounts: Accounts) -> Int {
    var number = 10001
    while accounts.user(uid: number) != nil || accounts.group(gid: number) != nil { number += 1 }
    return number
  }
}
