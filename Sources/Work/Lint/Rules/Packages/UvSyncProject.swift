import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let uvSyncProject = Rule(
    "uv-sync-project", .packages, .warning, fix: .unsafe, requirements: ["S0-2-06"],
    summary: "`uv sync` installs the project although its source is not in the image yet.",
    why: """
      `uv sync` installs the dependencies and then the project itself, unless the project is no \
      package. Where only `pyproject.toml` and `uv.lock` were copied so far, the build of the project \
      fails, since its readme and its modules are missing, or it installs a package without code. \
      `--no-install-project` installs the dependencies alone; a second `uv sync` after the source was \
      copied adds the project. With the build context given, the rule reads `pyproject.toml` and says \
      nothing about a project that is no package.
      """,
    references: ["https://docs.astral.sh/uv/guides/integration/docker/#intermediate-layers"],
    examples: [
      .flags(
        """
        FROM ghcr.io/astral-sh/uv:python3.13-trixie-slim
        WORKDIR /app
        COPY pyproject.toml uv.lock ./
        RUN ‹uv sync› --frozen --no-dev
        COPY src/ ./src/
        """,
        fixed: """
          FROM ghcr.io/astral-sh/uv:python3.13-trixie-slim
          WORKDIR /app
          COPY pyproject.toml uv.lock ./
          RUN uv sync --no-install-project --frozen --no-dev
          COPY src/ ./src/
          """),
      .flags(
        """
        FROM ghcr.io/astral-sh/uv:python3.13-trixie-slim
        WORKDIR /app
        RUN --mount=type=bind,source=uv.lock,target=uv.lock \\
            --mount=type=bind,source=pyproject.toml,target=pyproject.toml \\
            ‹uv sync› --locked
        COPY . .
        """),
      .flags(
        """
        FROM ghcr.io/astral-sh/uv:python3.13-trixie-slim
        WORKDIR /app
        COPY pyproject.toml uv.lock ./
        RUN ‹uv sync›
        COPY . .
        """,
        context: [
          "pyproject.toml":
            "[project]\nname = \"shop\"\n[build-system]\nrequires = [\"hatchling\"]\n"
        ]),
      .accepts(
        """
        FROM ghcr.io/astral-sh/uv:python3.13-trixie-slim
        WORKDIR /app
        COPY pyproject.toml uv.lock ./
        RUN uv sync
        COPY . .
        """, context: ["pyproject.toml": "[project]\nname = \"shop\"\n"],
        note: "A project without a build system is no package"),
      .accepts(
        """
        FROM ghcr.io/astral-sh/uv:python3.13-trixie-slim
        WORKDIR /app
        COPY pyproject.toml uv.lock ./
        RUN uv sync --frozen --no-install-project
        COPY . .
        RUN uv sync --frozen
        """),
      .accepts(
        """
        FROM ghcr.io/astral-sh/uv:python3.13-trixie-slim
        WORKDIR /app
        COPY . .
        RUN uv sync --frozen
        """),
      .accepts(
        """
        FROM ghcr.io/astral-sh/uv:python3.13-trixie-slim
        WORKDIR /app
        COPY pyproject.toml uv.lock README.md ./
        COPY src src
        RUN uv sync --frozen
        COPY assets assets
        """),
    ],
    check: { subject, findings in
      for package in subject.packageCommands where package.manager == .uv {
        let use = package.use
        guard package.verb == .install, let verb = package.verbArgument, verb.best == "sync",
          !use.arguments.contains(where: { $0.value == "pip" }),
          !use.hasOption(
            "--no-install-project", "--no-install-workspace", "--no-install-local", "--only-dev",
            "--only-group", "--script", "--package", "--all-packages", "--no-install-package",
            "--help", "--dry-run", "--project", "--directory"),
          use.isSwitchedOn("UV_NO_INSTALL_PROJECT", in: subject) == false,
          let directory = use.directory.value
        else { continue }
        let stage = subject.stage(of: use)
        let step = stage.steps[use.step]
        guard let manifest = manifest(in: directory, before: step, stage, subject),
          let later = laterSource(into: directory, after: step, stage, subject),
          let isPackage = isPackage(manifest, subject)
        else { continue }
        let fix = use.inserting("--no-install-project", after: verb)
        findings.report(
          use.range(to: verb),
          "`uv sync` installs the project too, but its source comes only with `\(subject.firstLine(of: later))` in line \(subject.source.line(at: later.lowerBound))",
          help: "Add `--no-install-project` here, and run `uv sync` again once the source is there",
          related: [Finding.Related(later, "the source is copied here")],
          fixes: fix.map {
            [
              subject.fix(
                "Install the dependencies only", .unsafe, $0, at: use,
                risk: "The project itself is installed only where a later `uv sync` does it.")
            ]
          } ?? [],
          severity: isPackage ? .error : nil)
      }
    })

  /// What people copy for the sake of dependencies alone.
  private static let manifests: Set<String> = [
    "pyproject.toml", "uv.lock", "uv.toml", ".python-version", "README.md", "README.rst", "README",
    "LICENSE", "LICENSE.txt", "LICENSE.md", "requirements.txt", "setup.cfg", ".env",
  ]

  /// The path of `pyproject.toml` in the context, where it and its like are all that the folder
  /// holds; nil where there may be more. The text is empty where the path is not known.
  private static func manifest(
    in directory: String, before step: Step, _ stage: StageFacts, _ subject: Subject
  ) -> String? {
    var found: String?
    for other in stage.steps.prefix(step.index) {
      switch other.instruction.body {
      case .copy(let transfer)?, .add(let transfer)?:
        guard let target = subject.destination(of: transfer, in: other) else { return nil }
        guard FilePaths.isWithin(target, directory) || FilePaths.isWithin(directory, target) else {
          continue
        }
        if transfer.from != nil {
          if target == directory || target == "/" { return nil }
          continue
        }
        for source in transfer.sources {
          guard let name = subject.sourceName(source.argument, in: other) else { return nil }
          guard manifests.contains(FilePaths.name(name)) else { return nil }
          if FilePaths.name(name) == "pyproject.toml" { found = name }
        }
      case .run:
        // What is fetched or generated there may be the source.
        if other.commands.contains(where: {
          $0.program == "git" || $0.program == "curl" || $0.program == "tar"
            || $0.program == "unzip"
        }),
          other.before.workingDirectory.value == directory
        {
          return nil
        }
      default: continue
      }
    }
    for mount in step.mounts where mount.type == "bind" {
      let source = mount.source ?? "."
      guard mount.from == nil, manifests.contains(FilePaths.name(source)) else { return nil }
      if FilePaths.name(source) == "pyproject.toml" { found = source }
    }
    return found
  }

  /// The first instruction after a step that copies a folder of the context into the project.
  private static func laterSource(
    into directory: String, after step: Step, _ stage: StageFacts, _ subject: Subject
  ) -> SourceRange? {
    for other in stage.steps.dropFirst(step.index + 1) {
      guard case .copy(let transfer)? = other.instruction.body, transfer.from == nil,
        let target = subject.destination(of: transfer, in: other),
        FilePaths.isWithin(target, directory)
      else { continue }
      let bringsSource = transfer.paths.contains { path in
        guard let name = subject.sourceName(path, in: other) else { return false }
        return name.hasSuffix(".py") || name == "." || name.hasSuffix("/")
          || !FilePaths.name(name).contains(".")
      }
      if bringsSource { return other.instruction.header }
    }
    return nil
  }

  /// Whether the project is a package: true and false are certain by the context, where the rule
  /// speaks up as an error or not at all; false without one.
  private static func isPackage(_ manifest: String, _ subject: Subject) -> Bool? {
    guard let context = subject.context else { return false }
    let path = String(FilePaths.clean("/" + manifest).dropFirst())
    guard let bytes = context.contents(of: path, limit: 1 << 20) else { return false }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { $0.filter { $0 != " " && $0 != "\t" } }
    if lines.contains("package=false") { return nil }
    if lines.contains("[build-system]") || lines.contains("package=true") { return true }
    return nil
  }
}
