import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let missingAppArg = Rule(
    "missing-app-arg", .runtime, .error,
    requirements: ["S1-D-13"],
    summary: "A server or interpreter is started without the application it should run.",
    why: """
      uvicorn, gunicorn, hypercorn and their kin need the application as `module:name`, java needs \
      a main class or `-jar`, node and python a script. Without it they print their usage, or read \
      an input that is not there, and the container ends at once.
      """,
    references: ["https://www.uvicorn.org/settings/"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ENTRYPOINT ["poetry", "run"]
        CMD ["‹uvicorn›", "--host=0.0.0.0", "--port", "8000"]
        """),
      .flags(
        """
        FROM eclipse-temurin:21
        CMD ["‹java›", "-Xmx512m", "-cp", "/app/lib/*"]
        """),
      .flags(
        """
        FROM python:3.13
        CMD exec python -m ‹hypercorn› \\
          --bind 0.0.0.0:8000
        """),
      .flags(
        """
        FROM python:3.13
        CMD ["‹streamlit›", "run"]
        """),
      .flags(
        """
        FROM python:3.13
        CMD ["uvicorn", "‹main›", "--host", "0.0.0.0"]
        """),
      .accepts(
        """
        FROM python:3.13
        CMD ["uvicorn", "--host", "0.0.0.0", "main:app"]
        """),
      .accepts(
        """
        FROM python:3.13
        COPY . /app
        WORKDIR /app
        CMD ["gunicorn", "--workers", "2"]
        """, note: "gunicorn.conf.py may name the application."),
      .accepts(
        """
        FROM python:3.13
        ENTRYPOINT ["uvicorn"]
        """, note: "The application is for the one who runs the container to name."),
      .accepts(
        """
        FROM eclipse-temurin:21
        CMD java $JAVA_OPTS @/app/args
        """),
      .accepts(
        """
        FROM python:3.13
        CMD uvicorn $APP --host 0.0.0.0
        """),
      .accepts(
        """
        FROM node:22
        CMD ["node"]
        """, note: "The bare interpreter is what the base starts anyway."),
    ],
    check: { subject, findings in
      for stage in subject.facts.startedStages {
        guard let start = stage.startCommand, start.isCertain, start.range != nil,
          start.command != nil || start.entrypoint?.isShellForm == true, let main = start.main,
          main.path?.range.isEmpty == false, let call = ProgramCall(main),
          let grammar = ProgramGrammar.of(call.program)
        else { continue }
        if call.program == "uvicorn", let first = call.arguments.first, let text = first.value,
          !text.hasPrefix("-"), !text.contains(":"), !text.isEmpty
        {
          findings.report(
            start.bare(first.range), "`\(text)` names a module and no application in it",
            help: "Write `\(text):app`, with the name that the module gives the application")
          continue
        }
        guard lacksOperand(call, grammar, stage) else { continue }
        findings.report(
          start.bare(call.path.range),
          "`\(call.program)` is started without \(grammar.missing), so that the container ends at once",
          help: "Name it, as in `\(grammar.example)`")
      }
    })

  /// Whether a call certainly lacks what its program needs.
  private static func lacksOperand(
    _ call: ProgramCall, _ grammar: ProgramGrammar, _ stage: StageFacts
  ) -> Bool {
    if grammar.isInteractive, call.arguments.isEmpty { return false }
    guard var operands = call.operands(grammar) else { return false }
    if let subcommand = grammar.subcommand {
      guard operands.first == subcommand else { return false }
      operands.removeFirst()
      if call.program == "flask" { operands = [] }
    }
    guard operands.isEmpty else { return false }
    for variable in grammar.variables
    where !stage.end.scope.environmentValue(variable).isAbsent { return false }
    if grammar.files.isEmpty { return true }
    guard let directory = stage.end.workingDirectory.value else { return false }
    return grammar.files.allSatisfy {
      stage.end.files.exists(FilePaths.absolute($0, in: directory)) == false
    }
  }
}
