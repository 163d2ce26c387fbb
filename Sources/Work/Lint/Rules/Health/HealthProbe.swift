import BaseImages
import Dockerfile
import Evidence
import Facts
import Source

/// A health check that asks whether the port of a service can be reached, by the interpreter that runs it.
struct HealthProbe {
  /// The words of the check.
  let words: [String]
  /// The instruction that starts the service, above which the check belongs.
  let start: Instruction

  /// The check of a stage that says itself what it starts; nil where the port or the interpreter is not
  /// certain.
  init?(_ stage: StageFacts, _ subject: Subject) {
    let starts = stage.steps.filter { $0.kind == .cmd || $0.kind == .entrypoint }
    guard let first = starts.first, let command = stage.startCommand, command.isCertain,
      let main = command.main, let port = Self.port(main, stage),
      let words = Self.words(port, ProgramPresence(subject.facts, stage))
    else { return nil }
    self.words = words
    start = first.instruction
  }

  /// The repair that puts the check above the start.
  func fix(in subject: Subject) -> Fix {
    let isLower = start.keyword.value.first?.isLowercase == true
    let escape = Character(Unicode.Scalar(subject.facts.syntax.escape))
    let names = isLower ? ("healthcheck", "cmd") : ("HEALTHCHECK", "CMD")
    let lines = [
      "\(names.0) --interval=30s --timeout=5s --start-period=10s --retries=3 \(escape)",
      "    \(names.1) \(JSONText.array(words))",
    ]
    return Fix(
      "Ask for the port by `\(words[0])`", .unsafe,
      [subject.inserting(lines: lines, above: start)],
      risk:
        "A container whose program does not listen on that port within its first seconds counts as unhealthy."
    )
  }

  /// The port that the start command listens on, or the only one that the stage exposes.
  private static func port(_ main: CommandUse, _ stage: StageFacts) -> Int? {
    if let call = ProgramCall(main), let server = ServerProgram.of(call) {
      let address = ListenAddress(server, call, stage.end.scope)
      if address.portVariable != nil { return nil }
      let reached: Set<String> = ["0.0.0.0", "127.0.0.1", "localhost", "[::]", "::", "*", ""]
      if let host = address.host, !reached.contains(host) { return nil }
      if let port = address.port { return port }
    }
    let ports = stage.end.exposedPorts
    guard ports.count == 1, let only = ports.first, only.range != nil, only.number == only.last,
      only.transport == "tcp"
    else { return nil }
    return only.number
  }

  private static func words(_ port: Int, _ presence: ProgramPresence) -> [String]? {
    guard (1...65535).contains(port) else { return nil }
    if let python = ["python", "python3"].first(where: { presence.has($0) == true }) {
      return [
        python, "-c",
        "import socket; socket.create_connection(('127.0.0.1', \(port)), 3).close()",
      ]
    }
    guard presence.has("node") == true else { return nil }
    return [
      "node", "-e",
      "require('net').connect(\(port), '127.0.0.1').setTimeout(3000, () => process.exit(1))"
        + ".on('connect', () => process.exit(0)).on('error', () => process.exit(1))",
    ]
  }
}
