import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let editableInstall = Rule(
    "editable-install", .packages, .info, requirements: ["S1-P-09"],
    summary: "A package is installed in editable mode.",
    why: """
      `pip install -e` puts no files into site-packages but a pointer to the source folder. The \
      environment works only while that folder stays where it is: a stage that copies the environment \
      without the folder gets an empty package, and whatever is written to the folder changes the \
      program. It is made for development; an image wants an installed package.
      """,
    references: ["https://pip.pypa.io/en/stable/topics/local-project-installs/#editable-installs"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        COPY . /app
        RUN pip install --no-cache-dir ‹-e› /app && python -m pip install ‹--editable=/app/lib›
        """),
      .flags(
        """
        FROM python:3.13-slim AS build
        RUN python -m venv /opt/venv
        COPY . /src
        RUN /opt/venv/bin/pip install ‹-e› /src
        FROM python:3.13-slim
        COPY --from=build /opt/venv /opt/venv
        """, note: "Here the source is left behind, which is an error"),
      .accepts(
        """
        FROM python:3.13-slim
        COPY . /app
        RUN pip install --no-cache-dir /app && pip install -e git+https://github.com/pallets/flask@3.1.0#egg=flask
        """),
      .accepts(
        """
        FROM python:3.13-slim AS dev
        COPY . /app
        RUN pip install -e /app[dev]
        """, note: "A stage for development"),
    ],
    check: { subject, findings in
      let shipped = subject.shippedStages
      for command in subject.packageCommands
      where (command.manager == .pip || command.manager == .uv) && command.verb == .install {
        let use = command.use
        let stage = subject.stage(of: use)
        if let name = stage.name,
          ["dev", "test", "lint", "ci"].contains(where: { name.contains($0) })
        {
          continue
        }
        for (index, argument) in use.arguments.enumerated() {
          let path: CommandUse.Argument?
          if argument.value == "-e" || argument.value == "--editable" {
            path = index + 1 < use.arguments.count ? use.arguments[index + 1] : nil
          } else if argument.best.hasPrefix("--editable=") {
            path = argument
          } else {
            continue
          }
          guard let text = path?.value else { continue }
          let source = String((text.split(separator: "=").last ?? "").prefix { $0 != "[" })
          if text.contains("://") || text.contains("git+") { continue }
          if shipped.contains(stage.index) {
            findings.report(
              argument.range,
              "`\(source)` is installed in editable mode, so the environment depends on that folder",
              help: "Install it without `\(argument.best.prefix { $0 != "=" })`")
          } else if let directory = use.directory.value {
            leftBehind(
              argument, FilePaths.absolute(source, in: directory), stage, subject, &findings)
          }
        }
      }
    })

  /// Reports an environment that goes into the image without the folder it points to.
  private static func leftBehind(
    _ argument: CommandUse.Argument, _ source: String, _ stage: StageFacts, _ subject: Subject,
    _ findings: inout Findings
  ) {
    var environment: SourceRange?
    for (other, step) in subject.steps(.copy) where other.index > stage.index {
      guard case .copy(let transfer)? = step.instruction.body, let from = transfer.from,
        Int(from.value) == stage.index || stage.name == from.value.lowercased()
      else { continue }
      for path in transfer.paths {
        guard let text = subject.sourceName(path, in: step) else { return }
        let copied = FilePaths.clean("/" + text)
        if FilePaths.isWithin(source, copied) { return }
        if copied.contains("site-packages") || copied.contains("venv") || copied == "/usr/local" {
          environment = step.instruction.header
        }
      }
    }
    guard let environment else { return }
    findings.report(
      argument.range,
      "the environment is copied into another stage, but `\(source)`, to which this editable install points, is not",
      help: "Install it without `\(argument.best.prefix { $0 != "=" })`",
      related: [Finding.Related(environment, "the environment is copied here")], severity: .error)
  }
}
