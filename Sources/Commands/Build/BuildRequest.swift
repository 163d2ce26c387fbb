import Arguments
import Build
import Frontend
import Host
import OCI
import Source

/// What the command line of a build asks for, read and checked before anything is done.
struct BuildRequest {
  var frontend = FrontendOptions()
  var settings = BuildSettings()
  var platforms: [Platform] = []
  var contexts: [(name: String, place: String)] = []
  var names: [ImageReference] = []
  var annotations: [String: String] = [:]
  var indexAnnotations: [String: String] = [:]
  var outputs: [BuildOutput] = []
  var provenance: BuildAttestation.Request
  var cacheSources: [BuildCache] = []
  var cacheTargets: [BuildCache] = []

  init(_ arguments: ParsedArguments, _ session: Session) throws(Failure) {
    provenance = try BuildAttestation.Request(arguments.value(BuildArguments.provenance))
    settings.recordsProvenance = provenance.isKept
    settings.builderVersion = Version.number
    frontend.arguments = Self.arguments(arguments, session)
    frontend.target = arguments.value(BuildArguments.target)
    frontend.ignoresCache = arguments.flag(BuildArguments.noCache)
    frontend.stagesWithoutCache = Set(
      arguments.list(BuildArguments.noCacheFilter).map { $0.lowercased() })
    frontend.network = arguments.value(BuildArguments.network) ?? "default"
    for (name, value) in try Self.pairs(arguments.list(BuildArguments.label), "--label") {
      frontend.labels.append((name, value))
    }
    for (name, place) in try Self.pairs(
      arguments.list(BuildArguments.buildContext), "--build-context")
    {
      contexts.append((name, place))
    }
    frontend.contexts = Set(contexts.map(\.name))
    for text in arguments.list(BuildArguments.platform) {
      guard let platform = Platform(text) else {
        throw Failure(
          "cannot understand the platform `\(text)`",
          hint: "write it as in `linux/amd64` or `arm64`")
      }
      if !platforms.contains(platform) { platforms.append(platform) }
    }
    frontend.isPlatformGiven = !platforms.isEmpty
    if platforms.isEmpty { platforms = [.host] }
    for text in arguments.list(BuildArguments.tag) {
      do throws(ImageReferenceProblem) {
        names.append(try ImageReference(parsing: text))
      } catch {
        throw Failure("`\(text)` is no name of an image", because: ["\(error)"])
      }
    }
    for (name, value) in try Self.pairs(arguments.list(BuildArguments.annotation), "--annotation") {
      let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
      if parts.count == 2, parts[0] == "index" {
        indexAnnotations[parts[1]] = value
      } else if parts.count == 2, parts[0] == "manifest" {
        annotations[parts[1]] = value
      } else {
        annotations[name] = value
      }
    }
    try readSettings(arguments, session)
    outputs = try BuildOutput.all(arguments, session)
    for text in arguments.list(BuildArguments.cacheFrom) {
      cacheSources.append(try BuildCache(text, isTarget: false, session))
    }
    for text in arguments.list(BuildArguments.cacheTo) {
      cacheTargets.append(try BuildCache(text, isTarget: true, session))
    }
    if !cacheTargets.isEmpty {
      settings.exportedCache = cacheTargets.contains { $0.mode == .max } ? .max : .min
    }
    try readFields()
    settings.opensShell = arguments.flag(BuildArguments.shellOnFailure)
    if settings.opensShell, !FileDescriptor.standardInput.isTerminal {
      throw Failure(
        "cannot open a shell where a step fails", because: ["the standard input is no terminal"],
        hint: "Leave `--shell-on-failure` out, or call hardstand from a terminal")
    }
  }

  private mutating func readSettings(
    _ arguments: ParsedArguments, _ session: Session
  ) throws(Failure) {
    settings.arguments = frontend.arguments
    settings.entitlements = Set(arguments.list(BuildArguments.allow))
    for right in settings.entitlements
    where !["security.insecure", "network.host", "device", "secret.leak"].contains(right) {
      throw Failure(
        "`--allow \(right)` is not known",
        hint: "Write security.insecure, network.host or secret.leak")
    }
    for text in arguments.list(BuildArguments.secret) { try addSecret(text, session) }
    for text in arguments.list(BuildArguments.ssh) { try addAgent(text, session) }
    for text in arguments.list(BuildArguments.addHost) {
      guard let mark = text.firstIndex(where: { $0 == ":" || $0 == "=" }) else {
        throw Failure("`--add-host \(text)` names no address", hint: "Write it as NAME:ADDRESS")
      }
      var address = String(text[text.index(after: mark)...])
      if address.hasPrefix("["), address.hasSuffix("]") {
        address = String(address.dropFirst().dropLast())
      }
      settings.hosts.append((String(text[..<mark]), address))
    }
    for (name, value) in try Self.pairs(arguments.list(BuildArguments.ulimit), "--ulimit") {
      let parts = value.split(separator: ":").map { $0 == "-1" ? UInt64.max : UInt64($0) }
      guard let soft = parts.first ?? nil, parts.count <= 2, let hard = parts.last ?? nil else {
        throw Failure(
          "`--ulimit \(name)=\(value)` is no limit", hint: "Write it as nofile=1024:2048")
      }
      settings.limits.append((name, soft, hard))
    }
    if let text = arguments.value(BuildArguments.sharedMemory) {
      guard let size = MemorySize.bytes(text) else {
        throw Failure("`--shm-size \(text)` is no size", hint: "Write it as 128m")
      }
      settings.sharedMemory = size
    }
    if let file = arguments.value(BuildArguments.authorities) {
      settings.authorities = try Files.read(session.path(file), limit: 16 << 20)
    }
    let epoch =
      frontend.arguments["SOURCE_DATE_EPOCH"] ?? session.environment["SOURCE_DATE_EPOCH"]
    if let epoch, !epoch.isEmpty {
      guard let seconds = Int64(epoch), seconds >= 0 else {
        throw Failure(
          "`SOURCE_DATE_EPOCH=\(epoch)` is no number of seconds", hint: "Unset it, or mend it")
      }
      settings.timestamps = .atMost(seconds)
      settings.created = seconds
    }
    if arguments.value(BuildArguments.timestamps) == "keep" { settings.timestamps = .kept }
    settings.cacheNamespace = frontend.arguments["BUILDKIT_CACHE_MOUNT_NS"] ?? ""
    if let name = frontend.arguments["BUILDKIT_SANDBOX_HOSTNAME"] { settings.hostname = name }
  }

  /// The fields of outputs that say how layers are written, and what is said of the image.
  private mutating func readFields() throws(Failure) {
    for output in outputs {
      let form = try output.form()
      if let compression = form.compression { settings.compression = compression }
      if let level = form.level { settings.level = level }
      for (name, value) in output.fields where name.hasPrefix("annotation") {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
          throw Failure(
            "`--output` has no field `\(name)`", hint: "Write annotation.NAME=VALUE")
        }
        // A platform in brackets says the same for one image, and there is one manifest for each.
        switch parts[0].prefix(while: { $0 != "[" }) {
        case "annotation", "annotation-manifest": annotations[parts[1]] = value
        case "annotation-index": indexAnnotations[parts[1]] = value
        default:
          throw Failure(
            "`--output` cannot set `\(name)`",
            hint: "Set annotation.NAME, annotation-manifest.NAME or annotation-index.NAME")
        }
      }
    }
    var forms: Set<BuildOutput.Form> = []
    for output in outputs {
      let form = try output.form()
      if form != BuildOutput.Form() { forms.insert(form) }
    }
    if forms.count > 1 {
      throw Failure(
        "cannot compress layers in several ways at once", hint: "Build once for each of them")
    }
  }

  private mutating func addSecret(_ text: String, _ session: Session) throws(Failure) {
    var fields: [String: String] = [:]
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2 else {
        throw Failure("cannot understand `--secret \(text)`", hint: "Write it as id=NAME,src=FILE")
      }
      fields[pair[0]] = pair[1]
    }
    guard let id = fields["id"], !id.isEmpty else {
      throw Failure("`--secret \(text)` names no id", hint: "Write it as id=NAME,src=FILE")
    }
    if let variable = fields["env"] ?? (fields["type"] == "env" ? fields["src"] ?? id : nil) {
      guard let value = session.environment[variable] else {
        throw Failure(
          "the secret `\(id)` is to come from the variable `\(variable)`, which is not set",
          hint: "Set it, or name a file with `src=`")
      }
      settings.secrets[id] = Array(value.utf8)
      return
    }
    if let file = fields["src"] ?? fields["source"] {
      try addSecret(id, ofFile: file, session)
    } else if let value = session.environment[id] {
      settings.secrets[id] = Array(value.utf8)
    } else {
      try addSecret(id, ofFile: id, session)
    }
  }

  /// Reads a secret, once: what comes through a pipe is gone then.
  private mutating func addSecret(
    _ id: String, ofFile file: String, _ session: Session
  ) throws(Failure) {
    let path = session.path(file)
    guard Files.exists(path) else {
      throw Failure(
        "the file `\(file)` of the secret `\(id)` is not there", hint: "Check its name")
    }
    settings.secrets[id] = try Files.read(path, limit: 1 << 20, special: .allowed)
  }

  private mutating func addAgent(_ text: String, _ session: Session) throws(Failure) {
    let pair = text.split(separator: "=", maxSplits: 1).map(String.init)
    let id = pair.first ?? "default"
    guard let socket = pair.count == 2 ? pair[1] : session.environment["SSH_AUTH_SOCK"],
      !socket.isEmpty
    else {
      throw Failure(
        "there is no SSH agent for `--ssh \(text)`", because: ["SSH_AUTH_SOCK is not set"],
        hint: "Start one with `ssh-agent`, or name its socket")
    }
    let path = session.path(socket)
    guard Files.status(path)?.kind == .socket else {
      throw Failure(
        "`\(socket)` is no socket of an SSH agent",
        hint: "Load the key into an agent with `ssh-add`, and name the socket of that")
    }
    settings.agents[id] = path
  }

  /// The build arguments; a name alone takes its value from the environment, as in Docker.
  static func arguments(_ arguments: ParsedArguments, _ session: Session) -> [String: String] {
    var values: [String: String] = [:]
    for text in arguments.list(BuildArguments.argument) {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      values[name] = parts.count == 2 ? String(parts[1]) : session.environment[name]
    }
    return values
  }

  /// Texts of the form `NAME=VALUE`.
  static func pairs(
    _ texts: [String], _ option: String
  ) throws(Failure) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw Failure("cannot understand `\(option) \(text)`", hint: "Write it as NAME=VALUE")
      }
      pairs.append((String(parts[0]), String(parts[1])))
    }
    return pairs
  }
}
