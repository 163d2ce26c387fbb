import Evidence
import Facts
import Source

extension Rule {
  static let packageUnpinnedApk = Rule(
    "package-unpinned-apk", .packages, .info, isDefault: false, aliases: ["DL3018"],
    requirements: ["S1-T-02"],
    summary: "apk installs packages without a version.",
    why: """
      Without a version a build takes what the repository holds on that day. Alpine keeps only the \
      newest build of each package in a release, so an exact pin breaks with the next security fix; a \
      fuzzy one such as `curl~8.14` holds the minor version and still takes the fix.
      """,
    references: ["https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper"],
    examples: [
      .flags(
        """
        FROM alpine:3.22
        RUN apk add --no-cache ‹curl› jq~1.8 ‹git@edge›
        """),
      .flags(
        """
        FROM alpine:3.22
        RUN apk --no-cache add --virtual .build-deps ‹gcc›
        """),
      .accepts(
        """
        FROM alpine:3.22
        RUN apk add --no-cache -t .deps curl=8.14.1-r1 'jq>1.7' ./local.apk && apk del .deps
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.manager == .apk && command.verb == .install {
        subject.reportUnpinned(
          subject.unpinned(command), of: command, help: "Write `name~version`, such as `curl~8.14`",
          &findings)
      }
    })
}
