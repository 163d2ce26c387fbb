import Dockerfile
import Evidence
import Facts

extension Rule {
  static let workdirSystemDirectory = Rule(
    "workdir-system-directory", .layout, .warning, isDefault: false, aliases: ["DS-0030"],
    summary: "WORKDIR is a directory of the system.",
    why: """
      Programs write into their working directory: logs, caches, core dumps. In `/etc`, `/usr/bin` or \
      `/proc` such files meet those of the system, and a process that may write there may change \
      what others run.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#workdir"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        WORKDIR ‹/usr/bin›
        ARG DIR=/proc/1
        WORKDIR ‹$DIR›
        """),
      .accepts(
        """
        FROM alpine:3.20
        WORKDIR /usr/src/app
        WORKDIR /etc/nginx
        WORKDIR /
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.workdir) {
        guard case .workdir(let argument)? = step.instruction.body,
          let path = step.before.scope.expand(argument, escape: subject.facts.syntax.escape).value
            .value, path.hasPrefix("/")
        else { continue }
        let clean = FilePaths.clean(path)
        guard
          exact.contains(clean) || ["proc", "sys", "dev", "boot"].contains(FilePaths.top(clean))
        else { continue }
        findings.report(
          argument.range, "`\(clean)` belongs to the system",
          help: "Use a directory of the application, such as `/app`")
      }
    })

  private static let exact: Set<String> = [
    "/bin", "/etc", "/lib", "/lib32", "/lib64", "/sbin", "/usr", "/usr/bin", "/usr/lib",
    "/usr/lib64", "/usr/libexec", "/usr/sbin", "/usr/share", "/usr/local/bin", "/usr/local/lib",
    "/usr/local/sbin", "/var", "/var/lib", "/var/log", "/run",
  ]
}
