import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let pipUserNopath = Rule(
    "pip-user-nopath", .runtime, .warning, fix: .unsafe,
    summary: "`pip install --user` puts scripts into a folder that is not on PATH.",
    why: """
      With `--user` the modules go to `~/.local/lib`, where Python finds them, and the programs of the \
      packages, such as gunicorn or uvicorn, to `~/.local/bin`, where nothing finds them until PATH \
      says so. pip warns of it in the log of the build.
      """,
    references: ["https://pip.pypa.io/en/stable/user_guide/#user-installs"],
    examples: [
      .flags(
        """
        FROM python:3.12-slim
        RUN useradd -m app
        USER app
        RUN pip install ‹--user› --no-cache-dir -r requirements.txt
        """,
        fixed: """
          FROM python:3.12-slim
          RUN useradd -m app
          USER app
          ENV PATH="/home/app/.local/bin:$PATH"
          RUN pip install --user --no-cache-dir -r requirements.txt
          """),
      .accepts(
        """
        FROM python:3.12-slim
        RUN useradd -m app
        USER app
        ENV PATH="/home/app/.local/bin:$PATH"
        RUN pip install --user -r requirements.txt
        """),
      .accepts(
        """
        FROM python:3.12-slim AS build
        RUN pip install --user -r requirements.txt
        FROM python:3.12-slim
        COPY --from=build /root/.local /root/.local
        ENV PATH=/root/.local/bin:$PATH
        """),
    ],
    check: { subject, findings in
      var told: Set<String> = []
      for command in subject.packageCommands
      where command.manager == .pip && command.verb == .install {
        let use = command.use
        let stage = subject.stage(of: use)
        let step = stage.steps[use.step]
        guard stage.isFinal, let flag = use.arguments.first(where: { $0.value == "--user" }),
          let home = InstalledPrograms.home(use, step),
          stage.end.scope.environment["PYTHONUSERBASE"] == nil, use.locals["PATH"] == nil,
          let path = stage.end.scope.environmentValue("PATH").value,
          !path.split(separator: ":").contains(where: {
            FilePaths.clean(String($0)) == home + "/.local/bin"
          }),
          !stage.steps.contains(where: { $0.instruction.rest.text.contains(".local/bin") })
        else { continue }
        findings.report(
          flag.range, "programs of the packages go to `\(home)/.local/bin`, which is not on PATH",
          help:
            "Write `ENV PATH=\"\(home)/.local/bin:$PATH\"`, or install into a virtual environment",
          fixes: told.insert("\(stage.index) \(home)").inserted
            ? [subject.extendingPath(with: home + "/.local/bin", above: step)].compactMap(\.self)
            : [],
          cause: "\(stage.index) \(home)")
      }
    })
}
