import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let userUidLow = Rule(
    "user-uid-low", .users, .warning, isDefault: false,
    aliases: ["CKV_K8S_40"],
    requirements: ["S3-NR-02", "S0-KP-02", "S2-H-01"],
    summary: "The image runs as a user whose number the policy does not accept.",
    why: """
      Numbers below 1000 belong to the system and those from 1000 on to the people of the host. Where a \
      container leaves its own namespace, or mounts a folder of the host, an equal number is the same \
      user. Policies therefore set a lower bound, often 10001; the user `nonroot` of distroless and \
      Chainguard, 65532, meets it.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u ‹1000› app
        USER app
        """),
      .flags(
        """
        FROM debian:trixie-slim
        USER ‹101:101›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -u 1000 builder && useradd -u 10001 app
        USER builder
        RUN make
        USER app
        """),
      .accepts(
        """
        FROM gcr.io/distroless/static-debian13:nonroot
        COPY server /
        """),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, let uid = stage.end.user.uid, uid != 0,
        !subject.values.user.ids.accepts(uid), let range = stage.end.user.range
      else { return }
      let wanted = subject.values.user.ids
      let made = stage.end.accounts.user(uid: uid)?.range
      let argument = made.flatMap { made in
        subject.facts.commands("useradd", "adduser").first { $0.range == made }
          .flatMap { UserCreation($0, family: stage.end.family)?.uid }
      }
      findings.report(
        argument?.range ?? range,
        "the image runs as user \(uid), and the policy asks for \(wanted)",
        help: "Give the user a number that the policy accepts",
        related: argument == nil ? [] : [Finding.Related(range, "the image ends as this user")])
    })
}
