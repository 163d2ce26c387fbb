import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let undefinedRuntimeVar = Rule(
    "undefined-runtime-var", .runtime, .warning,
    requirements: ["S1-D-14", "S3-CK-E2"],
    summary: "The start command or health check uses a variable that nothing sets.",
    why: """
      The environment of a container is that of the base image, of the ENV instructions, and of \
      whatever the one who starts it adds. A variable that neither the base nor the file sets is \
      empty unless somebody remembers it: `--workers=$WORKERS` then becomes `--workers=`, which \
      most programs refuse. ARG values are gone when the container runs.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#env"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ARG LEVEL=3
        ENV NAME=demo
        CMD serve --workers=‹$WORKERS› --name "$NAME" --level ‹$LEVEL›
        """),
      .flags(
        """
        FROM alpine:3.20
        ENTRYPOINT ["poetry", "run"]
        CMD ["uvicorn", "main:app", "--workers=‹$UVICORN_WORKERS›"]
        """),
      .flags(
        """
        FROM python:3.13-slim
        HEALTHCHECK CMD curl -f http://127.0.0.1:‹${HTTP_PORT}›/ || exit 1
        """),
      .accepts(
        """
        FROM python:3.13-slim
        CMD exec gunicorn --bind :$PORT --workers "${WORKERS:-1}" $GUNICORN_OPTS main:app
        """, note: "Platforms set PORT, a default is given, and more options may be none."),
      .accepts(
        """
        FROM registry.example.com/team/base:1
        CMD serve --workers=$WORKERS
        """, note: "The base may set it."),
      .accepts(
        """
        FROM debian:13
        CMD ["sh", "-c", "N=$(nproc); exec serve --workers=$N"]
        """),
    ],
    check: { subject, findings in
      for stage in subject.facts.startedStages {
        guard stage.end.scope.environmentIsComplete else { continue }
        if let start = stage.startCommand, start.isCertain, start.range != nil {
          if let script = start.script {
            report(script, stage, &findings)
          } else if !start.isOpaque {
            report(start.words, start.program, stage, &findings)
          }
        }
        guard let check = stage.end.healthcheck, stage.steps.indices.contains(check.step) else {
          continue
        }
        let step = stage.steps[check.step]
        if let script = step.scripts.first {
          report(script, stage, &findings)
        } else if let words = step.instruction.execWords {
          report(words, step.commands.first, stage, &findings)
        }
      }
    })

  private static func report(
    _ words: [Argument], _ program: CommandUse?, _ stage: StageFacts, _ findings: inout Findings
  ) {
    for word in words where !word.range.isEmpty {
      for variable in ExecVariable.all(in: word)
      where !variable.hasDefault && isUnset(variable.name, stage) && word.value != variable.text {
        report(variable.name, at: variable.range, stage, &findings)
      }
    }
  }

  private static func report(
    _ script: ShellScript, _ stage: StageFacts, _ findings: inout Findings
  ) {
    var visitor = UnsetVisitor()
    script.accept(&visitor)
    for (name, range) in visitor.found
    where !visitor.assigned.contains(name) && isUnset(name, stage) {
      // A shell reads what `docker run -e` gives, so that a variable may be meant to come from there.
      report(name, at: range, stage, &findings, severity: .info)
    }
  }

  private static func isUnset(_ name: String, _ stage: StageFacts) -> Bool {
    stage.end.scope.environmentValue(name).isAbsent && !RuntimeVariables.isProvided(name)
      && !RuntimeVariables.isOptional(name)
  }

  private static func report(
    _ name: String, at range: SourceRange, _ stage: StageFacts, _ findings: inout Findings,
    severity: Severity? = nil
  ) {
    let argument = stage.end.scope.arguments[name]?.range
    findings.report(
      range,
      argument == nil
        ? "nothing sets `\(name)`: neither an ENV of this file nor the base image"
        : "`\(name)` is an ARG, which is gone when the container runs",
      help: argument == nil
        ? "Give it a default by `ENV \(name)=…`, or write `${\(name):-…}`"
        : "Keep it for the container by `ENV \(name)=$\(name)`",
      related: argument.map { [Finding.Related($0, "the build argument")] } ?? [],
      cause: "\(stage.index) \(name)", severity: argument == nil ? severity : nil)
  }
}

/// Collects the variables whose being empty breaks the word or the option that they stand in.
private struct UnsetVisitor: ShellVisitor {
  var found: [(name: String, range: SourceRange)] = []
  var assigned: Set<String> = []
  private var previous: Word?
  private var current: Word?

  mutating func visit(_ command: Command, _ context: CommandContext) {
    switch command {
    case .for(let loop): assigned.insert(loop.variable)
    case .simple(let simple):
      previous = nil
      current = nil
      for assignment in simple.assignments { assigned.insert(assignment.name) }
      switch simple.name?.text {
      case "read", "export", "declare", "local", "readonly", "printf", "getopts", "mapfile":
        for word in simple.arguments {
          assigned.insert(String(word.literalPrefix.prefix { $0 != "=" }))
        }
      case ".", "source", "eval":
        // What is read there may set anything.
        isOpen = true
      default: break
      }
    default: break
    }
  }

  private var isOpen = false

  mutating func visit(_ word: Word, _ role: WordRole, _ context: CommandContext) {
    switch role {
    case .argument, .commandName:
      previous = current
      current = word
    default: break
    }
  }

  mutating func visit(_ parameter: ParameterExpansion, _ context: ParameterContext) {
    guard !isOpen, !parameter.isSpecial, parameter.operator == nil, !parameter.isLength,
      !parameter.isIndirect, !context.isInArithmetic, let current,
      current.range.contains(parameter.range), case .argument? = context.role
    else { return }
    let isWhole = current.unquotedText == parameter.text
    let option = previous?.literal
    let follows = option.map { $0.hasPrefix("-") && !$0.contains("=") && $0 != "--" } ?? false
    if !isWhole || follows { found.append((parameter.name, parameter.range)) }
  }
}
