import Evidence
import Facts
import Source

extension Rule {
  static let packageUpgrade = Rule(
    "package-upgrade", .packages, .info, isDefault: false,
    aliases: ["DL3035", "DL3005", "DL3017", "DL3031", "DL3039", "DS-0024", "DKL-DI-0003"],
    summary: "A build upgrades every package of the base image.",
    why: """
      An upgrade replaces files of the base in a new layer, so the image grows by what it replaces, and \
      what it holds depends on the day of the build and on the cache. A newer base gives the same fixes \
      without either. Some teams upgrade on purpose, to have fixes before the base has them; they leave \
      this rule off.
      """,
    references: [
      "https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often"
    ],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN apt-get update && ‹apt-get upgrade› -y && ‹apt-get dist-upgrade› -y
        """),
      .flags(
        """
        FROM opensuse/leap:15.6
        RUN ‹zypper dup› -y
        """),
      .flags(
        """
        FROM fedora:43
        RUN ‹dnf update› -y && ‹dnf -y upgrade› --refresh && dnf clean all
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get install --only-upgrade openssl && apk upgrade openssl && dnf update -y openssl
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.verb == .upgrade && command.manager.isSystem && command.operands.isEmpty {
        let name = command.use.range(to: command.verbArgument)
        findings.report(
          name,
          "`\(command.program) \(command.verbArgument?.best ?? "")` upgrades every package of the base",
          help: "Take a newer base, and name single packages where a fix is missing from it")
      }
    })
}
