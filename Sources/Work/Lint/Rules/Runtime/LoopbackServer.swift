import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let loopbackServer = Rule(
    "loopback-server", .runtime, .warning,
    requirements: ["S0-2-18"],
    summary: "The server listens inside of the container only.",
    why: """
      127.0.0.1 in a container is the container itself: a published port leads to its network address, \
      on which nothing listens then. uvicorn, hypercorn, flask and others take 127.0.0.1 unless told \
      otherwise, and so work in a health check and nowhere else.
      """,
    references: ["https://docs.docker.com/engine/network/"],
    examples: [
      .flags(
        """
        FROM python:3.13
        CMD ["‹uvicorn›", "main:app", "--port", "8000"]
        """),
      .flags(
        """
        FROM python:3.13
        CMD exec gunicorn -b ‹127.0.0.1:8000› main:app
        """),
      .flags(
        """
        FROM python:3.13
        ENV FLASK_APP=main
        CMD ["flask", "run", "--host", "‹localhost›"]
        """),
      .accepts(
        """
        FROM python:3.13
        CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]
        """),
      .accepts(
        """
        FROM python:3.13
        ENV UVICORN_HOST=0.0.0.0
        CMD ["uvicorn", "main:app"]
        """),
      .accepts(
        """
        FROM python:3.13
        CMD uvicorn main:app $OPTIONS
        """),
      .accepts(
        """
        FROM python:3.13
        CMD ["uvicorn", "main:app", "--uds", "/run/app.sock"]
        """),
      .accepts(
        """
        FROM python:3.13
        CMD nginx && exec uvicorn main:app
        """, note: "Another server may stand before it."),
    ],
    check: { subject, findings in
      for stage in subject.facts.startedStages {
        guard let start = stage.startCommand, start.isCertain,
          start.commands.count <= 1 || onlyPrepares(start),
          start.command != nil || start.entrypoint?.isShellForm == true, let main = start.main,
          main.path?.range.isEmpty == false, let call = ProgramCall(main),
          let server = ServerProgram.of(call),
          call.arguments.allSatisfy({
            $0.value != nil || $0.prefix.hasPrefix("-") || follows($0, call)
          })
        else { continue }
        let address = ListenAddress(server, call, stage.end.scope)
        guard address.isLoopback, let host = address.host else { continue }
        let place = start.bare(address.hostRange ?? call.path.range)
        findings.report(
          place,
          "`\(server.name)` listens on \(host), which nothing outside of the container reaches",
          help: "Write `\(server.advice)`")
      }
    })

  /// Whether an argument that is not known is the value of an option, and no option itself.
  private static func follows(_ argument: CommandUse.Argument, _ call: ProgramCall) -> Bool {
    guard let index = call.arguments.firstIndex(where: { $0.range == argument.range }), index > 0
    else {
      return false
    }
    let before = call.arguments[index - 1].value ?? ""
    return before.hasPrefix("--") && !before.contains("=")
  }

  /// Whether nothing that runs before is a server that stands in front.
  private static func onlyPrepares(_ start: StartCommand) -> Bool {
    start.commands.dropLast().allSatisfy { use in
      guard let name = use.program else { return false }
      return name.hasPrefix("python")
        || ["echo", "alembic", "cd", "export", "sleep", "flask", "set", "mkdir"].contains(name)
    }
  }
}
