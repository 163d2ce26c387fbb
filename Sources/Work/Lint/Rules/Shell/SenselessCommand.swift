import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let senselessCommand = Rule(
    "senseless-command", .shell, .info, isDefault: false, aliases: ["DL3001"],
    summary: "A RUN calls a program that does nothing useful while an image is built.",
    why: """
      A build has no terminal, no running services and no mounts to change: editors wait for \
      nobody, `service start` starts something that ends with the step, and `shutdown` has \
      nothing to shut. An editor that is given commands, `ssh` with a mount of keys and `mount` in \
      a step that may do so are accepted, though hadolint reports them; it knows fewer editors and \
      monitors, and does not look behind `sudo`, a folder or `sh -c`.
      """,
    references: ["https://github.com/hadolint/hadolint/wiki/DL3001"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹top›
        RUN ‹service nginx start› && ‹ssh host› && ‹mount /dev/sda1 /mnt›
        RUN ‹vim /etc/hosts›
        RUN [‹"ps", "aux"›]
        ONBUILD RUN ‹top›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get install -y ssh vim && echo top && vim -es +q && vim +PlugInstall +qall
        RUN --mount=type=ssh ssh -T git@example.com true
        """),
    ],
    check: { subject, findings in
      for command in subject.facts.commands(
        "ssh", "vim", "vi", "nano", "emacs", "shutdown", "service", "ps", "free", "top", "htop",
        "kill", "mount", "ifconfig", "reboot")
      where command.kind == .run || command.kind == .onbuild {
        if let run = run(of: command, subject),
          run.mounts.contains(where: { $0.type == "ssh" }) && command.program == "ssh"
        {
          continue
        }
        if command.program == "mount", run(of: command, subject)?.security != nil { continue }
        if ["vim", "vi", "emacs"].contains(command.program), isGivenCommands(command) { continue }
        findings.report(
          command.range, "`\(command.program ?? "")` does nothing useful while an image is built",
          help: "Leave it out, or run it when the container starts")
      }
    })

  private static func run(of command: CommandUse, _ subject: Subject) -> Run? {
    if case .run(let run)? = subject.facts.step(of: command).instruction.executed.body {
      run
    } else {
      nil
    }
  }

  /// Whether an editor is told what to do, as `vim -es` and `vim +PlugInstall +qall` are.
  private static func isGivenCommands(_ command: CommandUse) -> Bool {
    command.arguments.contains { $0.best.hasPrefix("-") || $0.best.hasPrefix("+") }
  }
}
