import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let outputAsCommand = Rule(
    "output-as-command", .shell, .warning, aliases: ["SC2091", "SC2092"],
    summary: "The output of a command is run as a command itself.",
    why: """
      `$(make)` in the place of a command runs make and then takes what it printed for the name \
      of a program. Mostly the parentheses stand there by mistake. Commands that print a command \
      on purpose, such as `ssh-agent` or `aws ecr get-login`, are left alone.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2091"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN if ‹$(which apt)›; then echo yes; fi
        RUN ‹`make install`›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN $(pyenv which python) -m pip install x && $(which apt-get) update && "$(command -v sh)" -c true
        RUN $(aws ecr get-login --no-include-email) && x=$(make)
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() {
        for use in text.commands where use.program == nil {
          guard let command = use.command, command.words.count == 1, let word = command.name,
            word.parts.count == 1,
            case .commandSubstitution(let substitution)? = word.parts.first?.kind,
            let inner = substitution.script.statements.last?.list.pipelines.last?.commands.last?
              .simple,
            !["aws", "gcloud", "ssh-agent", "minikube", "docker-machine", "echo", "printf", "cat"]
              .contains(inner.invocation.program)
          else { continue }
          let name = inner.invocation.program ?? "the command"
          findings.report(
            word.range, "What `\(name)` prints is run as a command",
            help: "Drop `\(substitution.isBacktick ? "`" : "$(")` and its partner")
        }
      }
    })
}
