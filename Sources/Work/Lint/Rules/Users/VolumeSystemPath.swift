import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let volumeSystemPath = Rule(
    "volume-system-path", .users, .info,
    requirements: ["S2-H-03", "S0-5-02"],
    summary: "A folder of the system, or `/tmp`, is declared a volume.",
    why: """
      Each container that starts without naming the volume gets a new, anonymous one, which stays behind \
      on the disk of the host. For `/tmp` a tmpfs does what is meant: `--tmpfs /tmp` at run time. A volume \
      over `/etc` or `/usr` hides every later version of the files that the image brings there.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#volume"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        VOLUME ‹/tmp›
        """),
      .flags(
        """
        FROM debian:trixie-slim
        VOLUME ["/data", ‹"/etc"›]
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        VOLUME /data /var/lib/thing /etc/thing /var/log/thing
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages where stage.isReachable {
        for volume in stage.end.volumes {
          guard let range = volume.range, let text = volume.path.value else { continue }
          let path = FilePaths.clean(text)
          if path == "/tmp" || path == "/var/tmp" {
            findings.report(
              range,
              "every container gets an anonymous volume for `\(path)`, which stays on the host",
              help: "Leave it out, and start with `--tmpfs \(path)`", cause: "\(range.lowerBound)")
          } else if system.contains(path) {
            findings.report(
              range, "a volume over `\(path)` hides what the image has there",
              help: "Name the folder of your own below it", cause: "\(range.lowerBound)",
              severity: .warning)
          }
        }
      }
    })

  private static let system: Set<String> = [
    "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/opt", "/proc", "/root",
    "/run",
    "/sbin", "/sys", "/usr", "/usr/bin", "/usr/lib", "/usr/local", "/usr/local/bin", "/usr/sbin",
    "/usr/share", "/var", "/var/lib", "/var/run",
  ]
}
