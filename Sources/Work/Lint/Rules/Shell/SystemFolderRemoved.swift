import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let systemFolderRemoved = Rule(
    "system-folder-removed", .shell, .error, aliases: ["SC2114"],
    summary: "A command removes a folder that the system needs.",
    why: """
      An image without `/usr`, `/lib` or `/etc` starts no program any more. Mostly a blank has \
      slipped in before the rest of the path, as in `rm -rf /usr /share/doc`.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2114"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN rm -rf ‹/usr› /share/doc
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN rm -rf /usr/share/doc /var/lib/apt/lists/* /tmp/* /opt
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("rm", "rmdir")
      where command.program == "rmdir" || command.option(["-r", "-R", "--recursive"]) != nil {
        if command.isWrapped(by: "chroot") { continue }
        for argument in command.arguments {
          guard let path = argument.value,
            vital.contains(path) || vital.contains(String(path.dropLast()))
          else { continue }
          findings.report(
            argument.range, "`\(path)` is removed, without which the image starts nothing",
            help: "Name the folder below it that is meant")
        }
      }
    })

  private static let vital: Set<String> = [
    "/", "/*", "/bin", "/etc", "/lib", "/lib64", "/sbin", "/usr", "/usr/bin", "/usr/lib", "/var",
    "/usr/*",
    "/bin/*", "/lib/*", "/etc/*",
  ]
}
