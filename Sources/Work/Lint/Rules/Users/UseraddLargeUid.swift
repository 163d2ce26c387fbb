import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let useraddLargeUid = Rule(
    "useradd-large-uid", .users, .warning, fix: .safe,
    aliases: ["DL3046"],
    requirements: ["S3-NR-02"],
    summary: "useradd with a high number and without `-l` writes a huge log file.",
    why: """
      useradd marks the new user in `/var/log/lastlog` and `/var/log/faillog`, which have a place for every \
      number up to the highest. The files are sparse, but layers do not keep holes, so that a user with a \
      number of six digits or more can add gigabytes. `-l` (`--no-log-init`) leaves the entry out. \
      A variable whose value is not known is not judged; hadolint counts the letters of its name.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹useradd› -u 123456 app
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN useradd -l -u 123456 app
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -l -u 123456 a && useradd --no-log-init --uid 123457 b && useradd -u 10001 c && useradd d
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("useradd") where use.kind == .run {
        guard let path = use.path, let uid = use.value(of: "-u", "--uid")?.value,
          uid.utf8.count > 5, uid.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
          !use.hasOption("-l", "--no-log-init")
        else { continue }
        findings.report(
          path.range, "useradd with number \(uid) and without `-l` fills `/var/log/lastlog`",
          help: "Add `-l`",
          fixes: use.inserting("-l", after: path).map {
            [subject.fix("Add `-l`", .safe, $0, at: use)]
          } ?? [])
      }
    })
}
