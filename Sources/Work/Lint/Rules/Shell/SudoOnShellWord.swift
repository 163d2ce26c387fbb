import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let sudoOnShellWord = Rule(
    "sudo-on-shell-word", .shell, .warning, aliases: ["SC2232", "SC2024"],
    summary: "`sudo` does not reach what the shell does itself.",
    why: """
      sudo starts programs. `cd`, `export` and `source` are words of the shell, so `sudo cd` \
      finds no program; and the file of a redirection is opened by the shell, without the rights \
      that sudo gives.
      """,
    references: [
      "https://www.shellcheck.net/wiki/SC2232", "https://www.shellcheck.net/wiki/SC2024",
    ],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        USER app
        RUN ‹sudo cd /root› && sudo echo a ‹> /etc/a›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        USER app
        RUN sudo sh -c 'cd /root && echo a > /etc/a' && echo a | sudo tee /etc/a > /dev/null && sudo make > /tmp/log
        """),
    ],
    check: { subject, findings in
      for program in ["cd", "export", "source", ".", "alias", "umask", "set", "unset"] {
        for command in subject.shellCommands(program) where command.isWrapped(by: "sudo") {
          guard let range = command.command?.range else { continue }
          findings.report(
            range, "`sudo` cannot run `\(program)`, which is a word of the shell",
            help: "Write `sudo sh -c '…'`")
        }
      }
      for text in subject.shellTexts() where text.step.before.user.isRoot == false {
        for command in text.commands where command.isWrapped(by: "sudo") {
          for redirect in command.command?.redirects ?? [] where redirect.redirectsOutput {
            guard let path = redirect.target?.literal,
              path.hasPrefix("/etc/") || path.hasPrefix("/usr/")
            else { continue }
            findings.report(
              redirect.range, "the shell opens `\(path)` without the rights of `sudo`",
              help: "Write `| sudo tee \(path) > /dev/null`")
          }
        }
      }
    })
}
