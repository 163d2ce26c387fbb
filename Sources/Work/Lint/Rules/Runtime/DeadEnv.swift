import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let deadEnv = Rule(
    "dead-env", .runtime, .info, fix: .unsafe,
    requirements: ["S0-2-13", "S3-EV-07"],
    summary: "An ENV is named as a setting of the server, and the server does not read it.",
    why: """
      gunicorn reads WEB_CONCURRENCY, PORT and GUNICORN_CMD_ARGS and no other variable; uvicorn reads \
      WEB_CONCURRENCY and those that begin with UVICORN_. GUNICORN_WORKERS, TIMEOUT or MAX_REQUESTS do \
      nothing by themselves: the number of workers stays what it was, and nobody notices.
      """,
    references: [
      "https://docs.gunicorn.org/en/stable/settings.html", "https://www.uvicorn.org/settings/",
    ],
    examples: [
      .flags(
        """
        FROM python:3.13
        ENV ‹UVA_WORKERS›=4 APP_ENV=production
        CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]
        """,
        fixed: """
          FROM python:3.13
          ENV APP_ENV=production
          CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]
          """),
      .flags(
        """
        FROM python:3.13
        ENV WORKERS=4 \\
            ‹MAX_REQUESTS›=1000
        CMD ["sh", "-c", "exec uvicorn main:app --host 0.0.0.0 --workers ${WORKERS}"]
        """,
        fixed: """
          FROM python:3.13
          ENV WORKERS=4
          CMD ["sh", "-c", "exec uvicorn main:app --host 0.0.0.0 --workers ${WORKERS}"]
          """),
      .flags(
        """
        ENV ‹GUNICORN_WORKERS›=4 GUNICORN_CMD_ARGS="--preload"
        """),
      .accepts(
        """
        FROM python:3.13
        ENV UVICORN_WORKERS=4 WEB_CONCURRENCY=4
        CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]
        """),
      .accepts(
        """
        FROM python:3.13
        WORKDIR /app
        COPY . .
        ENV GUNICORN_WORKERS=4
        CMD ["gunicorn", "main:app"]
        """, note: "gunicorn.conf.py may read it."),
      .accepts(
        """
        FROM node:22
        ENV WORKERS=4 TIMEOUT=30
        CMD ["node", "server.js"]
        """),
    ],
    check: { subject, findings in
      for stage in subject.facts.startedStages {
        guard let server = server(of: stage, subject) else { continue }
        for step in stage.steps where step.kind == .env {
          for (index, pair) in step.instruction.pairs.enumerated() {
            let name = pair.key.value
            guard isSetting(name, of: server), !isRead(name, by: server),
              !RuntimeVariables.isMentioned(name, in: subject)
            else { continue }
            findings.report(
              pair.key.range, "`\(server)` does not read `\(name)`",
              help: help(server),
              fixes: stage.isFinal && stage.from != nil
                ? subject.removing(
                  pair: index, of: step,
                  risk: "An application that reads the variable by itself no longer finds it.")
                : [],
              cause: "\(stage.index) \(server)")
          }
        }
      }
    })

  /// The server that a stage starts; in a fragment, the one that its variables are for.
  private static func server(of stage: StageFacts, _ subject: Subject) -> String? {
    if case .fragment = stage.rootBase, stage.startCommand == nil { return "gunicorn" }
    guard let start = stage.startCommand, start.isCertain, let main = start.main,
      let call = ProgramCall(main)
    else { return nil }
    switch call.program {
    case "uvicorn", "hypercorn": return call.program
    case "gunicorn":
      let opens = call.arguments.contains {
        ["-c", "--config"].contains($0.value) || $0.prefix.hasPrefix("--config=")
      }
      guard !opens, let directory = stage.end.workingDirectory.value,
        stage.end.files.exists(FilePaths.absolute("gunicorn.conf.py", in: directory)) == false
      else { return nil }
      return "gunicorn"
    default: return nil
    }
  }

  private static let settings: Set<String> = [
    "WORKERS", "WORKER_CLASS", "TIMEOUT", "KEEP_ALIVE", "KEEPALIVE", "MAX_REQUESTS",
    "MAX_REQUESTS_JITTER", "GRACEFUL_TIMEOUT", "WORKER_CONNECTIONS", "THREADS", "BIND", "BACKLOG",
  ]

  /// Whether a name says that it is a setting of a server of that kind.
  private static func isSetting(_ name: String, of server: String) -> Bool {
    if server == "gunicorn" {
      return name.hasPrefix("GUNICORN_") && settings.contains(String(name.dropFirst(9)))
    }
    if settings.contains(name) { return name != "THREADS" && name != "BACKLOG" }
    guard let bar = name.firstIndex(of: "_") else { return false }
    let prefix = name[..<bar]
    let rest = String(name[name.index(after: bar)...])
    return settings.contains(rest)
      && (prefix.hasPrefix("UV") || prefix == "GUNICORN" || prefix == "WEB"
        || prefix == "HYPERCORN")
  }

  private static func isRead(_ name: String, by server: String) -> Bool {
    switch name {
    case "WEB_CONCURRENCY", "GUNICORN_CMD_ARGS": true
    default: server == "uvicorn" && name.hasPrefix("UVICORN_")
    }
  }

  private static func help(_ server: String) -> String {
    switch server {
    case "uvicorn":
      "Name it as uvicorn reads it, such as `UVICORN_WORKERS`, or leave it out unless the application reads it"
    case "gunicorn": "Write the options into `GUNICORN_CMD_ARGS`, or read it in gunicorn.conf.py"
    default: "Write the option of the command, or leave it out unless the application reads it"
    }
  }
}
