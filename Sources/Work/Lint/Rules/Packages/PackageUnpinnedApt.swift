import Evidence
import Facts
import Source

extension Rule {
  static let packageUnpinnedApt = Rule(
    "package-unpinned-apt", .packages, .info, isDefault: false, aliases: ["DL3008"],
    requirements: ["S1-T-02"],
    summary: "apt-get installs packages without a version.",
    why: """
      Without `=version` a build takes whatever the archive holds on that day, so that two builds of \
      one commit can differ. Debian and Ubuntu delete old versions from their archives, though, and a \
      pin then breaks the build; a base pinned by digest with a snapshot of the archive gives the same \
      promise without that cost. The rule is for teams that mirror an archive of their own. \
      `name=version`, `name/release` and a local `.deb` count as pinned. \
      A variable whose value is not known is not judged, though hadolint reports it.
      """,
    references: ["https://snapshot.debian.org/"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y \\
            ‹curl› \\
            git=1:2.47.3-0+deb13u1 \\
            ‹jq›
        """),
      .flags(
        """
        FROM debian:trixie-slim
        ENV PACKAGES="curl jq"
        RUN apt-get install -y ‹$PACKAGES›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        ARG CURL=8.14.1-2
        RUN apt-get install -y -t trixie-backports curl=$CURL jq/trixie-backports ./tool.deb
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.manager == .apt && command.verbArgument?.best == "install" {
        subject.reportUnpinned(
          subject.unpinned(command), of: command,
          help: "Write `name=version`, or pin the base by digest and use a snapshot of the archive",
          &findings)
      }
    })
}
