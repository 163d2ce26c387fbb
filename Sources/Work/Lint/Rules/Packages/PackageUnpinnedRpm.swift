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
      A dash alone is no version: `java-21-openjdk` is a name.
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
    })
}
