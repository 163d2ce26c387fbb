import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let setuidFile = Rule(
    "setuid-file", .users, .warning,
    aliases: ["CIS-DI-0008"],
    requirements: ["S3-CK-S6"],
    summary: "chmod makes a program run as its owner whoever starts it.",
    why: """
      A program with the setuid bit that belongs to root is a way from any user of the container to root, \
      and every hole in it is one as well. Containers that start with `no-new-privileges` ignore the bit.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        COPY --chmod=‹4755› tool /usr/bin/tool
        RUN chmod ‹u+s› /usr/bin/other && chmod ‹06755› /usr/bin/third
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN chmod u-s /usr/bin/su && chmod 2775 /srv && chmod 1777 /data && chmod u+x /a && chmod g+s /srv
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("chmod")
      where use.kind == .run && Transfers.isShipped(subject.stage(of: use), subject) {
        guard let mode = PermissionChange(use).subject, let text = mode.value,
          PermissionMode(text).setsUser
        else {
          continue
        }
        findings.report(
          mode.range, "`chmod \(text)` lets whoever starts the program act as its owner",
          help: "Leave the bit out, and give the program what it needs by a capability or a group")
      }
      for (stage, step) in subject.steps where Transfers.isShipped(stage, subject) {
        let flag: Argument?
        switch step.instruction.body {
        case .copy(let transfer)?, .add(let transfer)?: flag = transfer.chmod
        default: continue
        }
        guard let flag, PermissionMode(flag.value).setsUser else { continue }
        findings.report(
          flag.range, "`--chmod=\(flag.value)` lets whoever starts the program act as its owner",
          help: "Leave the first digit out")
      }
    })
}
