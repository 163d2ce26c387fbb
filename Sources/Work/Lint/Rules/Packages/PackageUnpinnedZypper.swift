import Evidence
import Facts
import Source

extension Rule {
  static let packageUnpinnedZypper = Rule(
    "package-unpinned-zypper", .packages, .info, isDefault: false, aliases: ["DL3037"],
    summary: "zypper installs packages without a version.",
    why: """
      Without `name=version` a build takes whatever the repositories hold on that day, so that two \
      builds of one commit can differ.
      """,
    examples: [
      .flags(
        """
        FROM opensuse/leap:15.6
        RUN zypper -n install ‹httpd› curl=8.6.0 && zypper clean
        """),
      .accepts(
        """
        FROM opensuse/leap:15.6
        RUN zypper -n in httpd=2.4.62 'curl>=8' ./local.rpm && zypper clean
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.manager == .zypper && command.verb == .install {
        subject.reportUnpinned(
          subject.unpinned(command).filter { !$0.name.hasSuffix(".rpm") }, of: command,
          help: "Write `name=version`", &findings)
      }
    })
}
