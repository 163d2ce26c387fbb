import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let pathLacksInstalledBin = Rule(
    "path-lacks-installed-bin", .runtime, .error, fix: .unsafe,
    requirements: ["S1-D-02", "S2-CL-01"],
    summary: "A program is installed in a folder that is not on PATH.",
    why: """
      The installers of poetry, uv, rustup, bun and deno, `pipx install` and `uv tool install` put \
      programs below the home directory, mostly in `~/.local/bin`, and write a line into a profile \
      that only login shells read. RUN and the container's start read no profile: the program is \
      not found, and the build or the container ends with status 127.
      """,
    references: ["https://docs.astral.sh/uv/guides/integration/docker/"],
    examples: [
      .flags(
        """
        FROM ubuntu:24.04
        RUN apt-get update && apt-get install -y curl
        RUN ‹curl -LsSf https://astral.sh/uv/install.sh› | sh
        """,
        fixed: """
          FROM ubuntu:24.04
          RUN apt-get update && apt-get install -y curl
          RUN curl -LsSf https://astral.sh/uv/install.sh | env UV_INSTALL_DIR=/usr/local/bin sh
          """),
      .flags(
        """
        FROM python:3.13
        ENV HOME=/home/app PATH="/.local/bin:/usr/bin:/bin"
        RUN curl -sSL https://install.python-poetry.org | \\
          python3 -
        RUN cd /app && ‹poetry› install
        ENTRYPOINT ["‹poetry›", "run"]
        """),
      .flags(
        """
        FROM python:3.13-slim
        RUN pip install pipx && pipx install httpie && ‹httpie› --version
        """,
        fixed: """
          FROM python:3.13-slim
          ENV PATH="/root/.local/bin:$PATH"
          RUN pip install pipx && pipx install httpie && httpie --version
          """),
      .accepts(
        """
        FROM ubuntu:24.04
        RUN curl -LsSf https://astral.sh/uv/install.sh | sh
        ENV PATH="/root/.local/bin:$PATH"
        RUN uv --version
        """),
      .accepts(
        """
        FROM ubuntu:24.04
        RUN curl -LsSf https://astral.sh/uv/install.sh | sh && . $HOME/.local/bin/env && uv --version
        RUN curl -LsSf https://astral.sh/uv/install.sh | env UV_INSTALL_DIR=/usr/local/bin sh
        """),
      .accepts(
        """
        FROM ubuntu:24.04 AS tools
        RUN curl https://sh.rustup.rs | sh -s -- -y
        RUN /root/.cargo/bin/cargo build
        """),
      .accepts(
        """
        FROM ubuntu:24.04 AS tools
        RUN curl -LsSf https://astral.sh/uv/install.sh | sh
        FROM ubuntu:24.04
        COPY --from=tools /root/.local/bin/uv /usr/local/bin/
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        for step in stage.steps where step.kind == .run {
          for use in step.commands {
            guard let installed = InstalledPrograms.of(use, step),
              let path = step.before.scope.environmentValue("PATH").value,
              !holds(path, installed.folder)
            else { continue }
            judge(installed, step, stage, subject, &findings)
          }
        }
      }
    })

  private static func holds(_ path: String, _ folder: String) -> Bool {
    path.split(separator: ":").contains { FilePaths.clean(String($0)) == folder }
  }

  private static func judge(
    _ installed: InstalledPrograms, _ step: Step, _ stage: StageFacts, _ subject: Subject,
    _ findings: inout Findings
  ) {
    let uses = uses(of: installed, after: step, in: stage)
    guard !isReached(installed, step, stage, subject) else { return }
    let name = installed.programs.first ?? installed.folder
    let fixes = repair(installed, step, stage, subject)
    for (index, (range, isWord)) in uses.enumerated() {
      findings.report(
        range,
        "`\(name)` is in `\(installed.folder)`, which is not on PATH, so that it is not found",
        help: "Write `ENV PATH=\"\(installed.folder):$PATH\"` after it is installed",
        related: [Finding.Related(installed.use.range, "installed here")],
        fixes: index == 0 ? fixes : [],
        cause: "\(stage.index) \(installed.folder) \(isWord)")
    }
    if uses.isEmpty, stage.isFinal {
      findings.report(
        installed.use.range,
        "\(installed.installer) puts \(list(installed.programs)) into `\(installed.folder)`, which is not on PATH",
        help:
          "Write `ENV PATH=\"\(installed.folder):$PATH\"` after it, or install into a folder of PATH",
        fixes: fixes,
        severity: .warning)
    }
  }

  /// Lets the script install into a folder of PATH where it can be told so, else extends PATH, unless
  /// the user that the image ends with may not enter the folder.
  private static func repair(
    _ installed: InstalledPrograms, _ step: Step, _ stage: StageFacts, _ subject: Subject
  ) -> [Fix] {
    if installed.programs.contains("uv"), step.before.user.isRoot == true,
      let shell = step.commands.first(where: {
        $0.script == installed.use.script && $0.range > installed.use.range
          && ($0.context?.pipelineIndex ?? 0) > 0
      }), shell.program == "sh" || shell.program == "bash", shell.wrappers.isEmpty,
      let edit = shell.inserting("env UV_INSTALL_DIR=/usr/local/bin", before: shell.path)
    {
      return [
        subject.fix(
          "Install into `/usr/local/bin`", .unsafe, edit, at: shell,
          risk: "Nothing finds the programs at their old place any more.")
      ]
    }
    let isOfRoot = FilePaths.isWithin(installed.folder, "/root")
    if isOfRoot, stage.isShipped, subject.facts.finalStage?.end.user.isRoot != true { return [] }
    return [subject.extendingPath(with: installed.folder, above: step)].compactMap(\.self)
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "programs" : names.map { "`\($0)`" }.joined(separator: " and ")
  }

  /// Where the stage calls an installed program by its name while PATH lacks the folder.
  private static func uses(
    of installed: InstalledPrograms, after step: Step, in stage: StageFacts
  ) -> [(SourceRange, Bool)] {
    var result: [(SourceRange, Bool)] = []
    for other in stage.steps[step.index...] {
      guard [.run, .healthcheck].contains(other.kind) else { continue }
      for use in other.commands where use.range > installed.use.range {
        guard let path = use.path, let name = path.value, installed.programs.contains(name),
          use.locals["PATH"] == nil, let value = other.before.scope.environmentValue("PATH").value,
          !holds(value, installed.folder)
        else { continue }
        result.append((path.range, true))
      }
    }
    if let start = stage.startCommand, start.script == nil,
      let value = stage.end.scope.environmentValue("PATH").value, !holds(value, installed.folder),
      let word = start.words.first(where: { installed.programs.contains($0.value) }),
      word.range > installed.use.range,
      start.words.firstIndex(of: word) == 0 || start.program?.path?.value == word.value
    {
      result.append((word.text.sourceRange, true))
    }
    return result
  }

  /// Whether the file reaches the folder in another way: by its path, a profile, a link or a copy.
  private static func isReached(
    _ installed: InstalledPrograms, _ step: Step, _ stage: StageFacts, _ subject: Subject
  ) -> Bool {
    let parts = ["/.local/bin", "/.cargo", "/.bun", "/.deno", installed.folder]
    func names(_ text: String) -> Bool {
      (installed.folder.hasSuffix("/bin")
        && parts.contains { text.contains($0) && installed.folder.contains($0) })
        || text.contains("/.profile") || text.contains("/.bashrc")
    }
    for other in stage.steps[step.index...] {
      switch other.kind {
      case .run, .cmd, .entrypoint, .healthcheck, .shell, .copy:
        if other.instruction.execWords?.contains(where: { names($0.value) }) == true { return true }
        if other.instruction.arguments.contains(where: {
          names($0.value) && !isInstall($0.value, installed)
        }) {
          return true
        }
        for use in other.commands {
          if use.arguments.contains(where: { names($0.best) }) || names(use.path?.best ?? "") {
            return true
          }
          if use.command?.assignments.contains(where: { $0.name == "PATH" }) == true { return true }
          if use.program == "find" || use.program == "source" || use.program == "." { return true }
        }
        for heredoc in other.instruction.heredocs where names(heredoc.content.text) { return true }
      case .env:
        if let value = stage.end.scope.environmentValue("PATH").value,
          holds(value, installed.folder)
        {
          // Later steps find it; only those in between do not.
          return uses(of: installed, after: step, in: stage).isEmpty
        }
      default: break
      }
    }
    for later in subject.stages where later.index > stage.index {
      for other in later.steps where other.kind == .copy {
        if case .copy(let transfer)? = other.instruction.body,
          transfer.paths.contains(where: {
            names($0.value) || FilePaths.isWithin(installed.folder, FilePaths.clean($0.value))
          })
        {
          return true
        }
      }
    }
    return false
  }

  /// Whether a text names the folder only as the place to install to.
  private static func isInstall(_ text: String, _ installed: InstalledPrograms) -> Bool {
    !text.contains(installed.folder) && !text.contains("/.local/bin") && !text.contains("/.cargo")
      && !text.contains("/.profile") && !text.contains("/.bashrc")
  }
}
