import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let homeMissing = Rule(
    "home-missing", .users, .warning, isDefault: false, fix: .unsafe,
    requirements: ["S3-CK-U2", "S2-H-01"],
    summary: "The home directory of the user that the image runs as is not there.",
    why: """
      useradd of Debian and Ubuntu writes `/home/<name>` into the account and makes no such folder unless \
      `-m` is given. Programs that keep caches or settings below HOME then fail, or fall back to folders \
      that are shared. A service that keeps nothing there needs none, which is why this rule is off \
      unless a policy asks for homes.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹useradd› -u 10001 -s /sbin/nologin app
        USER 10001
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN useradd -m -u 10001 -s /sbin/nologin app
          USER 10001
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -m -u 10001 app && useradd builder
        USER app
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 -d /srv/app app
        WORKDIR /srv/app
        USER app
        """),
      .accepts(
        """
        FROM fedora:43
        RUN useradd -u 10001 app
        USER app
        """, note: "Fedora makes it."),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        ENV HOME=/tmp
        USER app
        """),
    ],
    check: { subject, findings in
      guard subject.values.user.home != .none, let stage = subject.facts.finalStage else { return }
      let user = stage.end.user
      guard user.isRoot == false,
        let account = user.uid.flatMap({ stage.end.accounts.user(uid: $0) })
          ?? user.name.flatMap({ stage.end.accounts.users[$0] }),
        account.createsHome == false, let home = account.home, let range = account.range,
        stage.end.files.entry(home)?.exists != true, !stage.end.files.isTainted,
        stage.end.scope.environmentValue("HOME").value == nil,
        let use = subject.facts.commands("useradd", "adduser").first(where: { $0.range == range }),
        let path = use.path
      else { return }
      let asks = use.hasOption("-M", "--no-create-home", "-H")
      findings.report(
        path.range, "`\(home)`, the home of `\(account.name)`, is never made",
        help: "Add `-m`, or set HOME to a folder that is there",
        fixes: asks || use.program != "useradd"
          ? []
          : [
            Fix(
              "Add `-m`", .unsafe, [.insert(" -m", at: path.range.upperBound)],
              risk: "The image gets one more folder, which the user can write to.")
          ])
    })
}
