import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let passwordSet = Rule(
    "password-set", .users, .error,
    aliases: ["CKV2_DOCKER_17", "DKL-LI-0001"],
    requirements: ["S3-CK-U7"],
    summary: "A password of an account is set or emptied in the image.",
    why: """
      A password that a build sets is the same in every container and stands in the history of the image; \
      an empty one lets anybody log in who reaches a login. Containers need no passwords: what runs in \
      them is started by the engine.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd app && echo 'app:secret' | ‹chpasswd›
        """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹passwd -d root› && useradd ‹-p› xyz app
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd app && passwd -l app && usermod -L app && useradd -p '!' other && useradd -p '*' third
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("chpasswd", "passwd", "useradd", "usermod")
      where use.kind == .run {
        switch use.program {
        case "chpasswd":
          guard let path = use.path else { continue }
          findings.report(
            path.range, "chpasswd puts a password into the image",
            help: "Leave the account without a password")
        case "passwd":
          guard use.hasOption("-d", "--delete") else { continue }
          findings.report(
            use.range, "`passwd -d` lets anybody log in without a password",
            help: "Lock the account with `passwd -l`")
        default:
          guard let option = use.option(["-p", "--password"]),
            let value = use.value(of: "-p", "--password"),
            value.value.map({ !$0.hasPrefix("!") && !$0.hasPrefix("*") && $0 != "x" }) ?? true
          else { continue }
          findings.report(
            option.range,
            value.value == ""
              ? "the account gets an empty password" : "the password stands in the image",
            help: "Leave the account without a password")
        }
      }
    })
}
