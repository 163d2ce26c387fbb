import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let noEntrypoint = Rule(
    "no-entrypoint", .runtime, .info,
    requirements: ["S0-2-18"],
    summary: "The image holds an application, and starts the interpreter of its base instead.",
    why: """
      Without CMD and ENTRYPOINT an image keeps those of its base. For python, node, ruby and their kin \
      that is the interactive interpreter: without a terminal it ends at once, and nothing says how the \
      application is started.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#cmd"],
    examples: [
      .flags(
        """
        FROM ‹python:3.12-slim›
        WORKDIR /app
        COPY . .
        """),
      .accepts(
        """
        FROM python:3.12-slim
        WORKDIR /app
        COPY . .
        CMD ["python", "app.py"]
        """),
      .accepts(
        """
        FROM python:3.12-slim
        RUN pip install ruff
        """, note: "It may be meant as a base."),
      .accepts(
        """
        FROM nginx:1.27
        COPY site /usr/share/nginx/html
        """),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, let command = stage.end.command,
        command.range == nil, stage.end.entrypoint?.range == nil, let words = command.words,
        let first = words.first, interpreters.contains(FilePaths.name(first.value)),
        words.count == 1 || first.value == "php", takesApplication(stage)
      else { return }
      findings.report(
        stage.markRange, "the image starts `\(first.value)` of its base, and not the application",
        help: "Say what it runs by CMD or ENTRYPOINT")
    })

  private static let interpreters: Set<String> = [
    "python", "python3", "python2", "node", "irb", "php", "jshell", "iex", "julia", "R", "ghci",
    "erl", "perl", "swipl", "scala", "groovysh", "clojure", "pypy3",
  ]

  /// Whether the stage copies a folder of the context.
  private static func takesApplication(_ stage: StageFacts) -> Bool {
    stage.steps.contains { step in
      guard case .copy(let transfer)? = step.instruction.body, transfer.from == nil else {
        return false
      }
      return transfer.paths.contains { path in
        ["app", "src", ".", "./"].contains(path.value) || path.value.hasSuffix("/")
          || path.value.hasSuffix(".py") || path.value.hasSuffix(".js")
          || path.value.hasSuffix(".rb")
      }
    }
  }
}
