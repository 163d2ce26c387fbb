import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let systemLockedOut = Rule(
    "system-locked-out", .users, .error,
    requirements: ["S0-5-02"],
    summary: "A recursive chmod takes the system's folders from everyone but root.",
    why: """
      Programs, libraries and certificates live below `/usr`, `/lib` and `/etc`. When others may no longer \
      read and enter them, a container that runs as another user than root cannot start a single \
      program. Making files read-only takes the write bits alone: `chmod -R a-w`, or better a container \
      started with `--read-only`.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN chmod -R ‹500› /usr
        USER 65532
        """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN chmod -R ‹o-rwx› /usr /etc
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN chmod -R 755 /usr/local && chmod -R a-w /usr && chmod -R 700 /usr/local/thing && chmod 700 /etc
        RUN chmod -R o-w /etc && chmod -R 500 /srv/app
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("chmod") where use.kind == .run {
        let change = PermissionChange(use)
        guard change.isRecursive, let mode = change.subject, let text = mode.value,
          PermissionMode(text).locksOthers,
          let folder = change.operands.compactMap(\.value).map(FilePaths.clean).first(
            where: system.contains)
        else { continue }
        findings.report(
          mode.range, "`chmod -R \(text)` takes `\(folder)` from every user but root",
          help:
            "Write `a-w` to take the right to write alone, or start the container with `--read-only`"
        )
      }
    })

  private static let system: Set<String> = [
    "/", "/bin", "/etc", "/lib", "/lib64", "/sbin", "/usr", "/usr/bin", "/usr/lib", "/usr/local",
    "/usr/local/bin", "/usr/local/lib", "/usr/sbin", "/usr/share", "/var",
  ]
}
