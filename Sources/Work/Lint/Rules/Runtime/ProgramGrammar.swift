import Facts

/// What a program must be told on its command line before it does anything.
struct ProgramGrammar: Sendable {
  /// What is missing where no operand is given, as a noun phrase.
  let missing: String
  /// An example of a whole command.
  let example: String
  /// The options whose value is the next word.
  var valued: Set<String> = []
  /// Options that make an operand needless: they give it another way, or only ask something.
  var instead: Set<String> = []
  /// Environment variables that give it.
  var variables: [String] = []
  /// Files of the working directory that give it.
  var files: [String] = []
  /// Words before the operand, such as `run` of `flask run`.
  var subcommand: String?
  /// Whether the program alone, without any argument, is meant: an interpreter that reads its input.
  var isInteractive = false

  /// The grammar of a program; nil where it needs nothing, or nothing is known of it.
  static func of(_ program: String) -> ProgramGrammar? {
    if let grammar = table[program] { return grammar }
    if program.hasPrefix("python"), program.dropFirst(6).allSatisfy({ $0.isNumber || $0 == "." }) {
      return table["python"]
    }
    return nil
  }

  private static let help: Set<String> = ["-h", "--help", "--version", "-v", "-V"]

  private static let table: [String: ProgramGrammar] = [
    "uvicorn": ProgramGrammar(
      missing: "the application to serve", example: "uvicorn main:app --host 0.0.0.0",
      valued: [
        "--host", "--port", "--uds", "--fd", "--workers", "--loop", "--http", "--ws",
        "--ws-max-size", "--ws-max-queue", "--ws-ping-interval", "--ws-ping-timeout", "--lifespan",
        "--interface", "--env-file", "--log-config", "--log-level", "--forwarded-allow-ips",
        "--root-path", "--limit-concurrency", "--backlog", "--limit-max-requests",
        "--timeout-keep-alive", "--timeout-graceful-shutdown", "--ssl-keyfile", "--ssl-certfile",
        "--ssl-keyfile-password", "--ssl-version", "--ssl-cert-reqs", "--ssl-ca-certs",
        "--ssl-ciphers", "--header", "--app-dir", "--reload-dir", "--reload-include",
        "--reload-exclude", "--reload-delay", "--h11-max-incomplete-event-size",
      ], instead: ["--help", "--version"]),
    "gunicorn": ProgramGrammar(
      missing: "the application to serve", example: "gunicorn --bind 0.0.0.0:8000 main:app",
      valued: [
        "-b", "--bind", "-w", "--workers", "-k", "--worker-class", "--threads", "-t", "--timeout",
        "--graceful-timeout", "--keep-alive", "--max-requests", "--max-requests-jitter",
        "--log-level", "--access-logfile", "--error-logfile", "--log-file", "-n", "--name",
        "--chdir", "-e", "--env", "-p", "--pid", "-u", "--user", "-g", "--group", "--backlog",
        "--worker-connections", "--worker-tmp-dir", "--forwarded-allow-ips", "--keyfile",
        "--certfile", "--access-logformat", "--log-config", "--limit-request-line",
      ],
      instead: ["-c", "--config", "--paste", "--paster", "-h", "--help", "-v", "--version"],
      variables: ["GUNICORN_CMD_ARGS"], files: ["gunicorn.conf.py"]),
    "hypercorn": ProgramGrammar(
      missing: "the application to serve", example: "hypercorn main:app --bind 0.0.0.0:8000",
      valued: [
        "-b", "--bind", "-w", "--workers", "-k", "--worker-class", "--log-level", "-c", "--config",
        "--access-logfile", "--error-logfile", "--log-file", "--keep-alive", "--graceful-timeout",
        "--backlog", "--root-path", "--certfile", "--keyfile", "-p", "--pid", "-u", "--user", "-g",
        "--group", "--max-requests", "--quic-bind", "--insecure-bind",
      ], instead: help),
    "daphne": ProgramGrammar(
      missing: "the application to serve", example: "daphne -b 0.0.0.0 -p 8000 main:app",
      valued: [
        "-b", "--bind", "-p", "--port", "-u", "--unix-socket", "--fd", "-e", "--endpoint", "-v",
        "--verbosity", "-t", "--http-timeout", "--access-log", "--log-fmt", "--root-path",
        "--websocket_timeout", "--ping-interval", "--ping-timeout", "-s", "--server-name",
      ], instead: ["-h", "--help"]),
    "waitress-serve": ProgramGrammar(
      missing: "the application to serve", example: "waitress-serve --port=8080 main:app",
      instead: ["--app", "--call", "--help"]),
    "java": ProgramGrammar(
      missing: "a main class or `-jar` with a file", example: "java -jar app.jar",
      valued: [
        "-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path",
        "--add-modules", "--add-opens", "--add-exports", "--add-reads", "--patch-module",
        "--limit-modules", "--enable-native-access", "--source",
      ],
      instead: [
        "-m", "--module", "-version", "--version", "-showversion", "-help", "--help", "-h", "-?",
        "--list-modules", "--dry-run", "-d", "--describe-module", "-X", "-XshowSettings",
        "--validate-modules",
      ]),
    "node": ProgramGrammar(
      missing: "the script to run", example: "node server.js",
      valued: [
        "-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions",
        "--env-file", "--title", "--input-type", "--icu-data-dir", "--watch-path",
      ],
      instead: [
        "-e", "--eval", "-p", "--print", "-i", "--interactive", "-v", "--version", "-h", "--help",
        "-", "--run", "--test", "-c", "--check", "--prof-process", "--build-snapshot",
        "--v8-options",
      ], isInteractive: true),
    "python": ProgramGrammar(
      missing: "the script or module to run", example: "python -m app", valued: ["-W", "-X"],
      instead: ["-c", "-m", "-i", "-V", "--version", "-h", "--help", "-"], isInteractive: true),
    "streamlit": ProgramGrammar(
      missing: "the script to run", example: "streamlit run app.py",
      instead: ["--help", "--version"], subcommand: "run"),
    "flask": ProgramGrammar(
      missing: "the application", example: "flask --app main run --host 0.0.0.0",
      instead: ["--app", "-A", "--help", "--version"], variables: ["FLASK_APP"],
      files: ["app.py", "wsgi.py", ".flaskenv", ".env"], subcommand: "run"),
    "npm": ProgramGrammar(
      missing: "the script of package.json to run", example: "npm run start",
      instead: ["--help"], subcommand: "run"),
    "pm2-runtime": ProgramGrammar(
      missing: "the script or ecosystem file", example: "pm2-runtime start ecosystem.config.js",
      instead: help),
  ]
}

/// What a command that starts a program lacks.
struct ProgramCall {
  /// The program, looking through `python -m`.
  let program: String
  /// The arguments behind it.
  let arguments: [CommandUse.Argument]
  /// The place of the name.
  let path: CommandUse.Argument

  /// The program that a command starts; `python -m uvicorn` starts uvicorn.
  init?(_ use: CommandUse) {
    guard let name = use.program, let path = use.path else { return nil }
    if name.hasPrefix("python") {
      for (index, argument) in use.arguments.enumerated() {
        guard let value = argument.value, value.hasPrefix("-") else { break }
        if value == "-m", index + 1 < use.arguments.count,
          let module = use.arguments[index + 1].value
        {
          program = module
          self.path = use.arguments[index + 1]
          arguments = Array(use.arguments[(index + 2)...])
          return
        }
        if value == "-c" || value == "-W" || value == "-X" { break }
      }
    }
    program = name
    self.path = path
    arguments = use.arguments
  }

  /// The operands behind a subcommand; nil where an argument is not known and may be one.
  func operands(_ grammar: ProgramGrammar) -> [String]? {
    var result: [String] = []
    var skips = false
    for argument in arguments {
      if skips {
        skips = false
        continue
      }
      guard let text = argument.value ?? (argument.prefix.hasPrefix("-") ? argument.prefix : nil)
      else {
        return nil
      }
      if grammar.instead.contains(text)
        || grammar.instead.contains(where: { text.hasPrefix($0 + "=") })
      {
        return nil
      }
      if grammar.valued.contains(text) {
        skips = true
      } else if text.hasPrefix("-"), text.utf8.count > 1 {
        if text == "--" || !text.contains("="), !text.hasPrefix("--"), program == "java",
          text == "-jar"
        {
          continue
        }
      } else {
        result.append(text)
      }
    }
    return result
  }
}
