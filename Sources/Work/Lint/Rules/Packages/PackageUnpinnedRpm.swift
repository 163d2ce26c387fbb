import Evidence
import Facts
import Source

extension Rule {
  static let packageUnpinnedRpm = Rule(
    "package-unpinned-rpm", .packages, .info, isDefault: false, aliases: ["DL3033", "DL3041"],
    requirements: ["S1-T-02"],
    summary: "yum or dnf installs packages without a version.",
    why: """
      Without `name-version` a build takes whatever the repositories hold on that day. Repositories \
      of Fedora delete old versions, those of RHEL keep them, so pins are worth their cost there only. \
      A dash alone is no version: `java-21-openjdk` is a name. \
      A local file, a URL and a version from a variable are accepted, though hadolint reports \
      them.
      """,
    examples: [
      .flags(
        """
        FROM fedora:43
        RUN dnf install -y ‹httpd› java-21-openjdk-21.0.9.0.10-1.fc43 && dnf clean all
        """),
      .flags(
        """
        FROM rockylinux:9
        RUN yum install -y ‹java-21-openjdk› && yum clean all
        """),
      .flags(
        """
        FROM rockylinux:9
        RUN dnf module install -y ‹nodejs› postgresql:16 && dnf clean all
        """),
      .accepts(
        """
        FROM rockylinux:9
        RUN yum install -y httpd-2.4.62 ./local.rpm @development && microdnf module enable nodejs:22
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.manager == .dnf && command.verbArgument?.best == "install" {
        subject.reportUnpinned(
          subject.unpinned(command), of: command,
          help: "Write `name-version`, such as `httpd-2.4.62`", &findings)
      }
      for use in subject.facts.commands("dnf", "microdnf", "yum", "dnf5") {
        let words = use.operands(valued: ["--enablerepo", "--disablerepo", "--setopt", "-c", "-x"])
        guard words.count > 2, words[0].value == "module", words[1].value == "install",
          let command = PackageCommand(use)
        else { continue }
        let unpinned = words.dropFirst(2).compactMap { word -> Subject.Unpinned? in
          guard let name = word.value, !name.contains(":") else { return nil }
          return Subject.Unpinned(name: name, range: word.range)
        }
        subject.reportUnpinned(
          unpinned, of: command, help: "Write `name:stream`, such as `nodejs:22`", &findings)
      }
    })
}
