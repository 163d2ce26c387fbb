import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let runWithoutEffect = Rule(
    "run-without-effect", .shell, .warning,
    summary: "A RUN changes its own shell only, which ends with it.",
    why: """
      Every RUN starts a new shell. A directory entered with `cd`, a variable set with `export`, \
      an environment activated with `source` and an alias are gone when it ends, so that nothing \
      of it reaches the next instruction or the container. WORKDIR, ENV and a full path do what \
      was meant.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#run"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        RUN ‹cd /app›
        RUN ‹export PATH=/opt/bin:$PATH›
        RUN ‹. /opt/venv/bin/activate›
        RUN pip install uv && ‹export UV_CACHE_DIR=/tmp›
        """),
      .accepts(
        """
        FROM python:3.13-slim
        RUN cd /app && make
        RUN export A=b && make
        RUN . /opt/venv/bin/activate && pip install x
        RUN . /opt/install.sh
        RUN echo 'export A=b' >> /etc/profile && (cd /x)
        RUN if cd /x; then make; fi
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() { check(text, &findings) }
    })

  private static func check(_ text: ShellText, _ findings: inout Findings) {
    let statements = text.script.statements
    guard text.script.problems.isEmpty, let last = statements.last else { return }
    var effects: [(SimpleCommand, Loss)] = []
    for statement in statements {
      for pipeline in statement.list.pipelines {
        guard pipeline.commands.count == 1, let simple = pipeline.commands[0].simple,
          let loss = Loss(simple)
        else {
          effects = []
          break
        }
        effects.append((simple, loss))
      }
    }
    if let (first, loss) = effects.last,
      effects.count == statements.reduce(0, { $0 + $1.list.pipelines.count })
    {
      findings.report(first.range, loss.message, help: loss.help)
      return
    }
    // The last command after `&&` is as lost, where it is certain that it does nothing else.
    guard last.list.rest.last?.operator != .or,
      let simple = (last.list.rest.last?.pipeline ?? last.list.first).commands.last?.simple,
      last.list.pipelines.last?.commands.count == 1, let loss = Loss(simple), loss != .sourced,
      loss != .option
    else { return }
    findings.report(simple.range, loss.message, help: loss.help)
  }

  /// What is lost at the end of a shell.
  private enum Loss {
    case directory, variable, sourced, alias, option

    init?(_ command: SimpleCommand) {
      guard command.redirects.isEmpty else { return nil }
      if command.words.isEmpty {
        self = .variable
        // `x=$(make)` runs something.
        let runs = command.assignments.contains {
          $0.value?.text.contains("$(") ?? false || $0.value?.text.contains("`") ?? false
        }
        if runs || command.assignments.isEmpty { return nil }
        return
      }
      if command.words.dropFirst().contains(where: {
        $0.text.contains("$(") || $0.text.contains("`")
      }) {
        return nil
      }
      switch command.name?.text {
      case "cd", "pushd": self = .directory
      case "export", "readonly", "unset": self = .variable
      case "alias", "unalias": self = .alias
      case "umask", "ulimit", "set", "shopt": self = .option
      case "source", ".":
        guard let path = command.arguments.first?.unquotedText.split(separator: "/").last,
          [
            "activate", "profile", ".profile", ".bashrc", "bashrc", "bash.bashrc", "nvm.sh", "env",
            "environment", ".bash_profile", ".zshrc",
          ].contains(path)
        else { return nil }
        self = .sourced
      default: return nil
      }
    }

    var message: String {
      switch self {
      case .directory: "the directory is left again when this RUN ends"
      case .variable: "the variable is gone when this RUN ends"
      case .sourced: "What this file sets is gone when this RUN ends"
      case .alias: "the alias is gone when this RUN ends"
      case .option: "the setting is gone when this RUN ends"
      }
    }

    var help: String {
      switch self {
      case .directory: "Use WORKDIR"
      case .variable: "Use ENV, or ARG for the build alone"
      case .sourced: "Set what it sets with ENV, or source it in each RUN that needs it"
      case .alias: "Put a script or a link on the PATH"
      case .option: "Set it in the RUN that needs it, or in SHELL"
      }
    }
  }
}
