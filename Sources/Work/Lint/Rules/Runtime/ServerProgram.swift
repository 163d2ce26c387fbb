import Facts
import Source

/// A program that serves a port, and how its command line and environment say where.
struct ServerProgram: Sendable {
  /// Its name.
  let name: String
  /// The options that give the host.
  var hosts: [String] = []
  /// The options that give the port.
  var ports: [String] = []
  /// The options that give host and port together.
  var binds: [String] = []
  /// Environment variables that give host or port.
  var hostVariables: [String] = []
  /// Environment variables that give the port.
  var portVariables: [String] = []
  /// The address without an option; nil where it depends on a configuration.
  var defaultHost: String?
  /// The port without an option.
  var defaultPort: Int?
  /// Options after which nothing is certain, such as those of a configuration file.
  var opens: [String] = []
  /// The word that makes it serve, such as `run` of `flask run`.
  var subcommand: String?
  /// What to write so that it can be reached.
  let advice: String

  /// The server that a call starts; nil where it is none that is known.
  static func of(_ call: ProgramCall) -> ServerProgram? {
    guard let server = table[call.program] else { return nil }
    guard let subcommand = server.subcommand else { return server }
    return call.arguments.contains { $0.value == subcommand } ? server : nil
  }

  private static let table: [String: ServerProgram] = Dictionary(
    uniqueKeysWithValues: [
      ServerProgram(
        name: "uvicorn", hosts: ["--host"], ports: ["--port"], hostVariables: ["UVICORN_HOST"],
        portVariables: ["UVICORN_PORT"], defaultHost: "127.0.0.1", defaultPort: 8000,
        opens: ["--uds", "--fd", "--env-file"], advice: "--host 0.0.0.0"),
      ServerProgram(
        name: "hypercorn", binds: ["-b", "--bind"], defaultHost: "127.0.0.1", defaultPort: 8000,
        opens: ["-c", "--config", "--quic-bind", "--insecure-bind"], advice: "--bind 0.0.0.0:8000"),
      ServerProgram(
        name: "daphne", hosts: ["-b", "--bind"], ports: ["-p", "--port"], defaultHost: "127.0.0.1",
        defaultPort: 8000, opens: ["-u", "--unix-socket", "--fd", "-e", "--endpoint"],
        advice: "-b 0.0.0.0"),
      ServerProgram(
        name: "gunicorn", binds: ["-b", "--bind"], hostVariables: ["GUNICORN_CMD_ARGS"],
        opens: ["-c", "--config"], advice: "--bind 0.0.0.0:8000"),
      ServerProgram(
        name: "flask", hosts: ["-h", "--host"], ports: ["-p", "--port"],
        hostVariables: ["FLASK_RUN_HOST"], portVariables: ["FLASK_RUN_PORT"],
        defaultHost: "127.0.0.1", defaultPort: 5000, subcommand: "run", advice: "--host 0.0.0.0"),
      ServerProgram(
        name: "fastapi", hosts: ["--host"], ports: ["--port"], defaultHost: "0.0.0.0",
        defaultPort: 8000, subcommand: "run", advice: "--host 0.0.0.0"),
      ServerProgram(
        name: "http.server", hosts: ["-b", "--bind"], defaultHost: "0.0.0.0",
        advice: "--bind 0.0.0.0"),
      ServerProgram(
        name: "streamlit", hosts: ["--server.address"], ports: ["--server.port"],
        hostVariables: ["STREAMLIT_SERVER_ADDRESS"], portVariables: ["STREAMLIT_SERVER_PORT"],
        subcommand: "run", advice: "--server.address=0.0.0.0"),
      ServerProgram(
        name: "mkdocs", hosts: [], binds: ["-a", "--dev-addr"], opens: ["-f", "--config-file"],
        subcommand: "serve", advice: "--dev-addr 0.0.0.0:8000"),
      ServerProgram(
        name: "hugo", hosts: ["--bind"], ports: ["-p", "--port"], defaultHost: "127.0.0.1",
        defaultPort: 1313, subcommand: "server", advice: "--bind 0.0.0.0"),
      ServerProgram(
        name: "jekyll", hosts: ["-H", "--host"], ports: ["-P", "--port"], opens: ["--config"],
        subcommand: "serve", advice: "--host 0.0.0.0"),
      ServerProgram(
        name: "ng", hosts: ["--host"], ports: ["--port"], subcommand: "serve",
        advice: "--host 0.0.0.0"),
      ServerProgram(name: "vite", hosts: ["--host"], ports: ["--port"], advice: "--host 0.0.0.0"),
      ServerProgram(
        name: "rails", hosts: ["-b", "--binding"], ports: ["-p", "--port"], advice: "-b 0.0.0.0"),
      ServerProgram(
        name: "puma", binds: ["-b", "--bind"], opens: ["-C", "--config"],
        advice: "-b tcp://0.0.0.0:9292"),
      ServerProgram(
        name: "jupyter", hosts: ["--ip", "--ServerApp.ip", "--NotebookApp.ip"],
        ports: ["--port"], advice: "--ip 0.0.0.0"),
    ].map { ($0.name, $0) })
}

/// Where a server listens.
struct ListenAddress {
  /// The host; nil where it is not known.
  let host: String?
  /// The place of the host; nil where it is the default.
  let hostRange: SourceRange?
  /// The port; nil where it is not known.
  let port: Int?
  /// The place of the port; nil where it is the default.
  let portRange: SourceRange?
  /// The variable that the port follows when the container runs.
  let portVariable: String?

  /// Where a call of a server makes it listen, as far as words and environment tell.
  init(_ server: ServerProgram, _ call: ProgramCall, _ scope: Scope) {
    var host: (String?, SourceRange?) = (server.defaultHost, nil)
    var port: (Int?, SourceRange?, String?) = (server.defaultPort, nil, nil)
    for name in server.hostVariables where !scope.environmentValue(name).isAbsent { host.0 = nil }
    for name in server.portVariables {
      switch scope.environmentValue(name) {
      case .known(let text): port = (Int(text), nil, name)
      case .unknown: port.0 = nil
      case .absent: break
      }
    }
    let arguments = call.arguments
    for (index, argument) in arguments.enumerated() {
      let text = argument.value ?? argument.prefix
      func value(_ names: [String]) -> (known: String?, text: String, range: SourceRange)? {
        for name in names {
          if text == name, index + 1 < arguments.count {
            return (
              arguments[index + 1].value, arguments[index + 1].text, arguments[index + 1].range
            )
          }
          if text.hasPrefix(name + "=") {
            let known = argument.value.map { String($0.dropFirst(name.count + 1)) }
            return (known, argument.text, argument.range)
          }
        }
        return nil
      }
      if server.opens.contains(where: { text == $0 || text.hasPrefix($0 + "=") }) {
        host = (nil, nil)
        port = (nil, nil, nil)
      } else if let found = value(server.hosts) {
        host = (found.known, found.range)
      } else if let found = value(server.ports) {
        port = (found.known.flatMap { Int($0) }, found.range, Self.variable(found.text))
      } else if let found = value(server.binds) {
        let colon = found.known?.lastIndex(of: ":")
        let known = found.known
        host = (colon.flatMap { end in known.map { Self.host(String($0[..<end])) } }, found.range)
        port = (
          colon.flatMap { start in known.flatMap { Int($0[$0.index(after: start)...]) } },
          found.range,
          Self.variable(found.text)
        )
      }
    }
    self.host = host.0
    hostRange = host.1
    self.port = port.0
    portRange = port.1
    portVariable = port.2
  }

  /// The variable in a text that is nothing else behind its last `:` or `=`.
  private static func variable(_ text: String) -> String? {
    guard let dollar = text.lastIndex(of: "$") else { return nil }
    let name = text[text.index(after: dollar)...].drop { $0 == "{" }
      .prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? nil : String(name)
  }

  private static func host(_ text: String) -> String {
    text.hasPrefix("tcp://") ? String(text.dropFirst(6)) : text
  }

  /// Whether it is certain that nothing outside of the container reaches it.
  var isLoopback: Bool {
    guard let host else { return false }
    return host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
  }
}
