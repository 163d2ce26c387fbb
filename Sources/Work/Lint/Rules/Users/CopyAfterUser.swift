import BaseImages
import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let copyAfterUser = Rule(
    "copy-after-user", .users, .info, isDefault: false, fix: .unsafe,
    aliases: ["tally/copy-after-user-without-chown"],
    requirements: ["S3-CK-U6", "S3-OW-02"],
    summary: "COPY after USER makes files of root.",
    why: """
      COPY and ADD make files of root whatever USER says. For code that nobody should change that is the \
      better owner; for what the program writes, or must read with a narrow mode, `--chown` is needed. \
      The rule is for policies that want files to belong to the user.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#copy---chown---chmod"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        USER app
        ‹COPY› . /srv
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN useradd -u 10001 app
          USER app
          COPY --chown=app . /srv
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        COPY . /srv
        RUN useradd -u 10001 app
        USER app
        COPY --chown=app . /srv
        USER root
        COPY . /opt
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps {
        guard let transfer = Transfers.body(step), transfer.chown == nil,
          step.before.user.isRoot == false, step.before.user.range != nil,
          let user = step.before.user.text.value, !user.contains(" "),
          step.before.family != .windows, !user.hasPrefix("Container")
        else { continue }
        let keyword = step.instruction.keyword
        findings.report(
          keyword.range,
          "\(keyword.value.uppercased()) makes files of root, though `\(user)` is in force",
          help: "Write `--chown=\(user)` where `\(user)` must change them",
          related: FaultReports.switching(step.before.user),
          fixes: [
            Fix(
              "Write `--chown=\(user)`", .unsafe,
              [.insert(" --chown=\(user)", at: keyword.range.upperBound)],
              risk: "The user can change the files, programs among them.")
          ])
      }
    })
}
