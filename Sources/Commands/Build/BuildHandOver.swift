import Arguments
import Build
import Host
import Source

/// A build that another engine carries out, through `docker buildx`: the same options, and its outputs
/// and its report.
struct BuildHandOver {
  private let session: Session
  private let arguments: ParsedArguments
  private let program: String
  /// The address of a BuildKit; nil for that of the Docker daemon.
  private let address: String?

  init(_ engine: String, _ session: Session, _ arguments: ParsedArguments) throws(Failure) {
    self.session = session
    self.arguments = arguments
    if engine == "docker" {
      address = nil
    } else if engine.hasPrefix("buildkit://"), engine.utf8.count > 11 {
      let rest = String(engine.dropFirst(11))
      // An address alone is that of a TCP port, a path that of a socket.
      address =
        rest.contains("://") ? rest : rest.hasPrefix("/") ? "unix://\(rest)" : "tcp://\(rest)"
    } else {
      throw Failure(
        "cannot build by the engine `\(engine)`",
        hint: "Write `docker`, `buildkit://HOST:PORT` or `buildkit:///run/buildkit/buildkitd.sock`")
    }
    guard let found = Spawn.find("docker", in: session.environment) else {
      throw Failure(
        "cannot hand the build to `\(engine)`", because: ["the client `docker` is not installed"],
        hint: "Install it with its plugin buildx, or leave `--engine` out: no daemon is needed then"
      )
    }
    program = found
    // What nobody would carry out must not be dropped in silence.
    for option in BuildArguments.all where arguments.origin(option) == .commandLine {
      if Self.isPassed(option) { continue }
      if option.long == BuildArguments.timestamps.long, arguments.value(option) == "constant" {
        continue
      }
      throw Failure(
        "`\(engine)` has nothing like `--\(option.long)`",
        hint: "Leave one of the two options out")
    }
  }

  private static let lists: [(OptionDescription, String)] = [
    (BuildArguments.tag, "--tag"), (BuildArguments.argument, "--build-arg"),
    (BuildArguments.buildContext, "--build-context"), (BuildArguments.label, "--label"),
    (BuildArguments.annotation, "--annotation"), (BuildArguments.secret, "--secret"),
    (BuildArguments.ssh, "--ssh"), (BuildArguments.allow, "--allow"),
    (BuildArguments.addHost, "--add-host"), (BuildArguments.ulimit, "--ulimit"),
    (BuildArguments.noCacheFilter, "--no-cache-filter"),
    (BuildArguments.cacheFrom, "--cache-from"), (BuildArguments.cacheTo, "--cache-to"),
    (BuildArguments.output, "--output"),
  ]
  private static let values: [(OptionDescription, String)] = [
    (BuildArguments.file, "--file"), (BuildArguments.target, "--target"),
    (BuildArguments.network, "--network"), (BuildArguments.sharedMemory, "--shm-size"),
    (BuildArguments.imageIDFile, "--iidfile"), (BuildArguments.metadataFile, "--metadata-file"),
  ]
  private static let flags: [(OptionDescription, String)] = [
    (BuildArguments.noCache, "--no-cache"), (BuildArguments.pull, "--pull"),
    (BuildArguments.push, "--push"), (BuildArguments.load, "--load"),
  ]
  /// What is written in another way there.
  private static let rewritten = [
    BuildArguments.platform, BuildArguments.provenance, BuildArguments.progress,
    BuildArguments.engine,
  ]

  private static func isPassed(_ option: OptionDescription) -> Bool {
    ((lists + values + flags).map(\.0) + rewritten).contains { $0.long == option.long }
  }

  func run() throws(Failure) -> ExitCode {
    try requireClient()
    guard let address else { return try build([]) }
    let name = "hardstand-\(Files.freshName)"
    let made = try docker(
      ["buildx", "create", "--name", name, "--driver", "remote", "--bootstrap", address])
    defer { _ = try? docker(["buildx", "rm", name]) }
    guard made.succeeded else { throw unanswered("the BuildKit at `\(address)`", made) }
    return try build(["--builder", name])
  }

  private func requireClient() throws(Failure) {
    let client = try docker(["buildx", "version"])
    guard client.succeeded else {
      throw Failure(
        "cannot hand the build over", because: ["`docker` has no plugin buildx"],
        hint: "Install it (Debian: docker-buildx), or leave `--engine` out")
    }
    guard address == nil else { return }
    let daemon = try docker(["version", "--format", "{{.Server.Version}}"])
    guard daemon.succeeded else { throw unanswered("the Docker daemon", daemon) }
  }

  private func unanswered(_ who: String, _ outcome: Spawn.Outcome) -> Failure {
    let reason = outcome.errorText.split(separator: "\n").last.map(String.init) ?? "no answer"
    return Failure(
      "cannot hand the build to \(who)", because: [reason],
      hint: "Start it, or leave `--engine` out: hardstand builds without a daemon")
  }

  private func docker(_ words: [String]) throws(Failure) -> Spawn.Outcome {
    var spawn = Spawn(program, words, environment: session.environment, folder: session.folder)
    spawn.timeout = .seconds(60)
    return try spawn.run()
  }

  private func build(_ more: [String]) throws(Failure) -> ExitCode {
    var spawn = Spawn(
      program, ["buildx", "build"] + more + words, environment: session.environment,
      folder: session.folder)
    // Layers are to be the same whoever builds, as far as the engine can make them so.
    if spawn.environment["SOURCE_DATE_EPOCH"] == nil {
      spawn.environment["SOURCE_DATE_EPOCH"] = "\(BuildSettings.constantTime)"
    }
    spawn.input = .inherited
    spawn.output = .inherited
    spawn.errors = .inherited
    switch try spawn.run().ending {
    case .exited(0): return .clean
    case .signalled(2): return .interrupted
    case .signalled(15): return .terminated
    default: return .failed
    }
  }

  /// The words of the command line as buildx takes them.
  private var words: [String] {
    var words: [String] = []
    for (option, name) in Self.lists {
      for value in arguments.list(option) { words += [name, value] }
    }
    let platforms = arguments.list(BuildArguments.platform)
    if !platforms.isEmpty { words += ["--platform", platforms.joined(separator: ",")] }
    for (option, name) in Self.values {
      if let value = arguments.value(option) { words += [name, value] }
    }
    if let provenance = arguments.value(BuildArguments.provenance) {
      words += [
        "--provenance",
        provenance == "min" || provenance == "max" ? "mode=\(provenance)" : provenance,
      ]
    }
    for (option, name) in Self.flags where arguments.flag(option) { words.append(name) }
    switch arguments.value(BuildArguments.progress) {
    case "json": words += ["--progress", "rawjson"]
    case let mode?: words += ["--progress", mode]
    case nil: break
    }
    if session.isQuiet { words.append("--quiet") }
    return words + [arguments.argument(BuildArguments.context) ?? "."]
  }
}
