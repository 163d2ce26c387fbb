import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let uvNoVenv = Rule(
    "uv-no-venv", .packages, .error, fix: .safe, requirements: ["S0-2-07"],
    summary: "`uv pip` runs without a virtual environment and without `--system`.",
    why: """
      Unlike pip, uv does not install into the Python of the system unless it is told to. It looks \
      for VIRTUAL_ENV, for CONDA_PREFIX and for a `.venv` in the working directory or above it, and \
      where it finds none it stops with `No virtual environment found`. In an image without an \
      environment, `--system` or UV_SYSTEM_PYTHON=1 names the system's Python as the target.
      """,
    references: ["https://docs.astral.sh/uv/pip/environments/"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        RUN pip install uv
        COPY requirements.txt .
        RUN ‹uv pip install› -r requirements.txt
        """,
        fixed: """
          FROM python:3.13-slim
          RUN pip install uv
          COPY requirements.txt .
          RUN uv pip install --system -r requirements.txt
          """),
      .flags(
        """
        FROM python:3.13-slim
        RUN set -e && ‹python -m uv pip sync› \\
            requirements.txt
        """,
        fixed: """
          FROM python:3.13-slim
          RUN set -e && python -m uv pip sync --system \\
              requirements.txt
          """),
      .accepts(
        """
        FROM python:3.13-slim
        RUN uv pip install --system flask
        """),
      .accepts(
        """
        FROM python:3.13-slim
        ENV UV_SYSTEM_PYTHON=1
        RUN uv pip install flask
        """),
      .accepts(
        """
        FROM python:3.13-slim
        WORKDIR /app
        RUN uv venv && uv pip install flask
        RUN uv pip install gunicorn
        """),
      .accepts(
        """
        FROM python:3.13-slim
        RUN python -m venv /opt/venv
        ENV VIRTUAL_ENV=/opt/venv
        RUN uv pip install flask
        """),
      .accepts(
        """
        FROM python:3.13-slim
        RUN . /opt/venv/bin/activate && uv pip install flask
        RUN uv pip install --python /opt/venv/bin/python flask
        RUN UV_SYSTEM_PYTHON=true uv pip install flask
        """),
      .accepts(
        """
        FROM registry.example/our/base:1
        RUN uv pip install flask
        """, note: "The base may hold an environment"),
    ],
    check: { subject, findings in
      for package in subject.packageCommands where package.manager == .uv {
        let use = package.use
        guard let verb = package.verbArgument,
          ["install", "sync", "uninstall"].contains(verb.best),
          use.arguments.contains(where: { $0.value == "pip" }),
          !use.hasOption(
            "--system", "--python", "-p", "--target", "-t", "--prefix", "--help", "--dry-run"),
          lacksEnvironment(use, subject)
        else { continue }
        let word = verb.best
        findings.report(
          use.range(to: verb),
          "`uv pip \(word)` finds no virtual environment here and stops: none is made and `--system` is not given",
          help: "Write `uv pip \(word) --system`, or make an environment with `uv venv` first",
          fixes: fixes(use, verb, subject))
      }
    })

  /// Whether it is certain that uv finds no environment.
  private static func lacksEnvironment(_ use: CommandUse, _ subject: Subject) -> Bool {
    for name in ["VIRTUAL_ENV", "CONDA_PREFIX", "UV_PYTHON", "UV_PROJECT_ENVIRONMENT"] {
      guard use.isSet(name, in: subject) == false else { return false }
    }
    guard use.isSwitchedOn("UV_SYSTEM_PYTHON", in: subject) == false else { return false }
    let step = subject.facts.step(of: use)
    for other in step.commands where other.range.lowerBound < use.range.lowerBound {
      if makesEnvironment(other) { return false }
    }
    let stage = subject.stage(of: use)
    if stage.steps.prefix(step.index).contains(where: {
      $0.commands.contains(where: mayMakeEnvironment)
    }) {
      return false
    }
    // A folder that nobody knows may hold a `.venv`; one that was only copied in file by file not.
    guard let directory = use.directory.value else { return false }
    var folder = directory
    while true {
      if step.before.files.entry(FilePaths.absolute(".venv", in: folder))?.exists != nil {
        return false
      }
      if folder != "/", step.before.files.entry(folder)?.hasUnknownContent == true,
        copiesWhole(into: folder, before: step, stage)
      {
        return false
      }
      if folder == "/" { return true }
      folder = FilePaths.parent(folder)
    }
  }

  /// Whether an earlier instruction copies from a stage or an image into a folder, where an environment may come along.
  private static func copiesWhole(into folder: String, before step: Step, _ stage: StageFacts)
    -> Bool
  {
    stage.steps.prefix(step.index).contains { other in
      guard case .copy(let transfer)? = other.instruction.body, transfer.from != nil else {
        return false
      }
      return FilePaths.absolute(
        transfer.destination.value, in: other.before.workingDirectory.value ?? "/") == folder
    }
  }

  /// Whether a command of an earlier instruction may leave an environment where uv looks.
  private static func mayMakeEnvironment(_ use: CommandUse) -> Bool {
    guard use.kind == .run else { return false }
    switch use.program {
    case "make", "just", "task", "tox", "nox", "poetry", "pdm", "rye", "pipenv", "hatch", "inv",
      "invoke":
      return true
    case "uv": return use.subcommand?.value == "venv"
    case let program? where program.hasSuffix(".sh") || program.hasSuffix(".py"): return true
    default:
      return use.arguments.contains { $0.best.hasSuffix(".sh") || $0.best.hasSuffix("setup.py") }
        && !use.arguments.contains { $0.best.contains("://") }
    }
  }

  /// Whether a command makes or enters a virtual environment, or may.
  private static func makesEnvironment(_ use: CommandUse) -> Bool {
    switch use.program {
    case ".", "source", "eval", "virtualenv", "conda", "mamba", "micromamba": true
    case "uv": use.subcommand?.value == "venv"
    case "python", "python3": use.arguments.contains { ["venv", "virtualenv"].contains($0.value) }
    case "export": use.arguments.contains { $0.text.hasPrefix("VIRTUAL_ENV=") }
    case let program?: program.hasPrefix("python") && use.arguments.contains { $0.value == "venv" }
    case nil: true
    }
  }

  private static func fixes(
    _ use: CommandUse, _ verb: CommandUse.Argument, _ subject: Subject
  ) -> [Fix] {
    guard let edit = use.inserting("--system", after: verb) else { return [] }
    let isRoot = subject.facts.step(of: use).before.user.isRoot == true
    // Python of a distribution refuses packages from outside; that of Docker's `python` does not.
    let takesPackages = subject.stage(of: use).baseFacts?.reference.familiarRepository == "python"
    return [
      subject.fix(
        "Install into the system's Python", isRoot && takesPackages ? .safe : .unsafe, edit,
        at: use,
        risk: isRoot && takesPackages
          ? nil : "The system's Python may refuse packages from outside of its distribution.")
    ]
  }
}
