import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let portIncoherent = Rule(
    "port-incoherent", .runtime, .warning, fix: .unsafe,
    requirements: ["S3-CK-O1", "S3-HC-04"],
    summary: "Start command, EXPOSE and health check do not speak of the same port.",
    why: """
      The port stands in up to four places: the options of the server, a variable such as PORT, EXPOSE, \
      and the URL of the health check. Where they differ, the check fails or asks something else, tools \
      publish a port on which nothing listens, or a variable seems to set a port and does not.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#expose"],
    examples: [
      .flags(
        """
        FROM python:3.13
        ENV PORT=8000
        EXPOSE 8000
        HEALTHCHECK CMD curl -f http://localhost:‹8000›/health || exit 1
        CMD ["sh", "-c", "exec uvicorn main:app --host 0.0.0.0 --port ${PORT}"]
        """,
        fixed: """
          FROM python:3.13
          ENV PORT=8000
          EXPOSE 8000
          HEALTHCHECK CMD curl -f http://localhost:${PORT}/health || exit 1
          CMD ["sh", "-c", "exec uvicorn main:app --host 0.0.0.0 --port ${PORT}"]
          """),
      .flags(
        """
        FROM python:3.13
        ENV ‹PORT›=8000
        CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]
        """),
      .flags(
        """
        FROM python:3.13
        EXPOSE 80
        HEALTHCHECK CMD ["curl", "-f", "http://127.0.0.1:‹8080›/"]
        CMD ["gunicorn", "-b", "‹0.0.0.0:8000›", "main:app"]
        """,
        fixed: """
          FROM python:3.13
          EXPOSE 8000
          HEALTHCHECK CMD ["curl", "-f", "http://127.0.0.1:8000/"]
          CMD ["gunicorn", "-b", "0.0.0.0:8000", "main:app"]
          """),
      .accepts(
        """
        FROM python:3.13
        ENV PORT=8000
        EXPOSE $PORT 9090
        HEALTHCHECK CMD curl -f http://localhost:${PORT}/health || exit 1
        CMD ["sh", "-c", "exec uvicorn main:app --host 0.0.0.0 --port ${PORT}"]
        """),
      .accepts(
        """
        FROM node:22
        ENV PORT=3000
        EXPOSE 3000
        HEALTHCHECK CMD curl -f http://localhost:3000/
        CMD ["node", "server.js"]
        """, note: "What the script listens on is not known."),
    ],
    check: { subject, findings in
      for stage in subject.facts.startedStages {
        guard let start = stage.startCommand, start.isCertain, start.range != nil,
          let main = start.main,
          let call = ProgramCall(main), let server = ServerProgram.of(call)
        else { continue }
        let address = ListenAddress(server, call, stage.end.scope)
        if let port = address.port, address.portVariable == nil {
          exposed(port, address, server, call, start, stage, &findings)
          variable(port, address, server, stage, subject, &findings)
        }
        check(address, server, stage, subject, &findings)
      }
    })

  /// EXPOSE names other ports only.
  private static func exposed(
    _ port: Int, _ address: ListenAddress, _ server: ServerProgram, _ call: ProgramCall,
    _ start: StartCommand, _ stage: StageFacts, _ findings: inout Findings
  ) {
    let ports = stage.end.exposedPorts.filter { $0.range != nil }
    let own = stage.steps.filter { $0.kind == .expose }.flatMap(\.instruction.arguments)
    guard !ports.isEmpty, ports.count >= own.count,
      !ports.contains(where: { $0.number <= port && port <= $0.last }), let range = ports[0].range
    else { return }
    let place = address.portRange ?? call.path.range
    guard !place.isEmpty else { return }
    findings.report(
      start.bare(place),
      "`\(server.name)` listens on \(port), and EXPOSE does not name it",
      help: "Write the same port in both",
      related: [Finding.Related(range, "the port that is exposed")],
      fixes: ports.count == 1 && own.count == 1 && own[0].range == range
        && stage.steps.contains { $0.instruction.range.contains(range) }
        ? [
          Fix(
            "Expose \(port)", .unsafe, [TextEdit(range, "\(port)")],
            risk: "What publishes the other port by this image's word for it finds another one.")
        ] : [])
  }

  /// A variable PORT that the command does not follow.
  private static func variable(
    _ port: Int, _ address: ListenAddress, _ server: ServerProgram, _ stage: StageFacts,
    _ subject: Subject, _ findings: inout Findings
  ) {
    guard address.portRange != nil, let binding = stage.end.scope.environment["PORT"],
      case .environment(let range) = binding.origin, stage.range.contains(range),
      !RuntimeVariables.isMentioned("PORT", in: subject)
    else { return }
    findings.report(
      SourceRange(range.lowerBound, range.lowerBound + 4),
      "`PORT` is set, and `\(server.name)` is told \(port) whatever it says",
      help: "Let the command follow it, or leave it out", severity: .info)
  }

  /// A health check that asks another port, or a fixed one where the server follows a variable.
  private static func check(
    _ address: ListenAddress, _ server: ServerProgram, _ stage: StageFacts, _ subject: Subject,
    _ findings: inout Findings
  ) {
    guard let set = stage.end.healthcheck, stage.steps.indices.contains(set.step),
      set.check.command != nil
    else { return }
    let use = HealthcheckUse(check: set.check, step: stage.steps[set.step], stage: stage)
    for (asked, range) in use.ports(subject.source) {
      if let variable = address.portVariable {
        let note = address.port.map { " and \($0) is only its default" } ?? ""
        findings.report(
          range, "the check asks \(asked), while `\(server.name)` follows `\(variable)`\(note)",
          help: "Ask the port of the variable, as in `http://127.0.0.1:${\(variable)}/`",
          related: address.portRange.map { [Finding.Related($0, "the port of the server")] } ?? [],
          fixes: use.isExpanded(at: range, subject.source)
            ? [repair("${\(variable)}", range)] : [])
      } else if let port = address.port, port != asked {
        findings.report(
          range, "the check asks \(asked), and `\(server.name)` listens on \(port)",
          help: "Ask \(port)",
          related: address.portRange.map { [Finding.Related($0, "the port of the server")] } ?? [],
          fixes: [repair("\(port)", range)])
      }
    }
  }
}

extension Rule {
  private static func repair(_ port: String, _ range: SourceRange) -> Fix {
    Fix(
      "Ask the port `\(port)`", .unsafe, [TextEdit(range, port)],
      risk: "A check that was meant for another program of the container asks the server.")
  }
}

extension HealthcheckUse {
  /// Whether a shell replaces variables at a place of the check: nothing quotes it but `"`.
  func isExpanded(at place: SourceRange, _ source: SourceText) -> Bool {
    guard case .shell(let text)? = check.command, step.scripts.count == 1,
      text.sourceRange.contains(place)
    else { return false }
    var isSingle = false
    var isDouble = false
    var isEscaped = false
    for byte in source.bytes[text.sourceRange.lowerBound..<place.lowerBound] {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\"), !isSingle {
        isEscaped = true
      } else if byte == UInt8(ascii: "'"), !isDouble {
        isSingle.toggle()
      } else if byte == UInt8(ascii: "\""), !isSingle {
        isDouble.toggle()
      }
    }
    return !isSingle && !isEscaped
  }
}

extension HealthcheckUse {
  /// The ports of this container that the URLs of the check name as numbers.
  func ports(_ source: SourceText) -> [(port: Int, range: SourceRange)] {
    var result: [(Int, SourceRange)] = []
    for host in ["://localhost:", "://127.0.0.1:", "://0.0.0.0:", "://[::1]:"] {
      for place in places(of: host, source) {
        var end = place.upperBound
        while end < source.bytes.count, (0x30...0x39).contains(source.bytes[end]) { end += 1 }
        let range = SourceRange(place.upperBound, end)
        if let port = Int(source.text(range)) { result.append((port, range)) }
      }
    }
    return result
  }
}
