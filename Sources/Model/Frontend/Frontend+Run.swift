import Dockerfile
import Facts
import OCI
import Source

extension Frontend {
  mutating func run(
    _ run: Run, _ instruction: Instruction, _ range: SourceRange, _ state: inout StageState
  ) throws(Failure) {
    var mounts: [RunMount] = []
    for flag in run.mounts { mounts.append(try mount(flag, after: mounts, state)) }
    let arguments: [String]
    var summary = instruction.line.text
    switch run.command {
    case .exec(let words): arguments = words.map(\.value)
    case .shell(let line):
      var text = line.text
      if run.isHeredocScript, let heredoc = instruction.heredocs.first {
        text = heredoc.content.text
        if text.hasPrefix("#!") {
          mounts.append(
            RunMount(
              kind: .file(heredoc.content.bytes), target: "/dev/pipes/\(heredoc.name)",
              isReadOnly: true, mode: 0o755, isRequired: true))
          summary = "RUN \(text.firstLine)"
          text = "/dev/pipes/\(heredoc.name)"
        } else {
          summary = "RUN \(text.firstLine)"
        }
      } else {
        for heredoc in instruction.heredocs {
          text += "\n" + syntax.source.text(heredoc.body) + heredoc.name
        }
      }
      arguments = state.shell + [text]
    }
    let network = try run.network.map { value throws(Failure) in try expand(value, state.variables)
    }
    let security = try run.security.map { value throws(Failure) in
      try expand(value, state.variables)
    }
    var devices: [String] = []
    for flag in run.devices { devices.append(try expand(flag, state.variables)) }
    let proxies = options.arguments.filter { PredefinedArguments.proxies.contains($0.key) }
      .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let operation = RunOperation(
      arguments: arguments, environment: state.variables.list, directory: state.directory,
      user: state.runtime.user, mounts: mounts, network: network ?? options.network,
      isInsecure: security == "insecure", devices: devices, proxies: proxies)
    add(.run(operation), summary.onOneLine, range, &state)
    state.note("RUN \(history(arguments, state)) # buildkit", leavesLayer: true)
  }

  /// The command as a history tells it, the build arguments in front.
  private func history(_ words: [String], _ state: StageState) -> String {
    var entries: [String] = []
    var places: [String: Int] = [:]
    for (name, value) in state.arguments {
      let entry = "\(name)=\(state.variables[name] ?? value ?? "")"
      if let place = places[name] {
        entries[place] = entry
      } else {
        places[name] = entries.count
        entries.append(entry)
      }
    }
    if !entries.isEmpty { entries.insert("|\(entries.count)", at: 0) }
    return (entries + words).joined(separator: " ")
  }

  // MARK: Mounts

  private mutating func mount(
    _ written: Mount, after earlier: [RunMount], _ state: StageState
  ) throws(Failure) -> RunMount {
    func problem(_ message: String, _ help: String) -> Failure {
      refusal(message, written.range, help)
    }
    var values: [String: String] = [:]
    for option in written.options {
      let key = Frontend.firstNames[option.key] ?? option.key
      guard Frontend.mountKeys.contains(key) else {
        throw problem(
          "a mount has no option `\(option.key)`", "Remove it, or write one that RUN knows")
      }
      let value = option.value ?? "true"
      values[key] =
        key == "from" ? value : try expand(Array(value.utf8), state.variables, at: written.range)
    }
    let type = values["type"]?.lowercased() ?? "bind"
    func flag(_ key: String) throws(Failure) -> Bool? {
      guard let text = values[key] else { return nil }
      switch text.lowercased() {
      case "true", "1", "t": return true
      case "false", "0", "f": return false
      default: throw problem("`\(key)=\(text)` is neither true nor false", "Write `\(key)`")
      }
    }
    func number(_ key: String, _ radix: Int) throws(Failure) -> UInt32? {
      guard let text = values[key] else { return nil }
      guard let number = UInt32(text, radix: radix) else {
        throw problem("`\(key)=\(text)` is no number", "Write a number")
      }
      return number
    }
    let path = { (text: String) in FilePaths.clean(Frontend.path(text, in: state.directory)) }
    var mount = RunMount(
      kind: .tmpfs(size: nil), target: "", isReadOnly: false, mode: try number("mode", 8),
      owner: try number("uid", 10), group: try number("gid", 10),
      isRequired: try flag("required") ?? false)
    if let target = values["target"] { mount.target = path(target) }
    let isReadOnly = try flag("readonly")
    let readwrite = try flag("readwrite")
    let source = FilePaths.clean("/" + (values["source"] ?? ""))
    switch type {
    case "bind":
      mount.kind = .bind(
        try values["from"].map { from throws(Failure) in
          try origin(from, at: written.range, in: state)
        } ?? .context(nil), path: source)
      mount.isReadOnly = readwrite.map { !$0 } ?? isReadOnly ?? true
    case "cache":
      let sharing = values["sharing"] ?? "shared"
      guard let kind = RunMount.Sharing(rawValue: sharing) else {
        throw problem(
          "`sharing=\(sharing)` is not known", "Write shared, private or locked")
      }
      let id = values["id"].flatMap { $0.isEmpty ? nil : $0 }
      mount.kind = .cache(
        id: id ?? FilePaths.clean(values["target"] ?? ""), kind,
        seed: try values["from"].map { from throws(Failure) in
          try origin(from, at: written.range, in: state)
        }, path: source)
      mount.isReadOnly = isReadOnly ?? readwrite.map { !$0 } ?? false
    case "tmpfs":
      var size: Int64?
      if let text = values["size"] {
        size = MemorySize.bytes(text)
        if size == nil { throw problem("`size=\(text)` is no size", "Write it as `64m`") }
      }
      mount.kind = .tmpfs(size: size)
    case "secret":
      let id = values["id"] ?? values["source"]
      let name = id ?? values["target"].map(FilePaths.name)
      guard let name, !name.isEmpty else {
        throw problem("a secret needs an id or a target", "Write `--mount=type=secret,id=NAME`")
      }
      mount.kind = .secret(id: name)
      mount.isReadOnly = true
      mount.variable = values["env"]
      if mount.target.isEmpty, mount.variable == nil {
        mount.target = "/run/secrets/\(FilePaths.name(name))"
      }
    case "ssh":
      mount.kind = .ssh(id: values["id"] ?? "default")
      if mount.target.isEmpty {
        let count = earlier.count { if case .ssh = $0.kind { true } else { false } }
        mount.target = "/run/buildkit/ssh_agent.\(count)"
      }
    default:
      throw problem(
        "`type=\(type)` is no kind of mount", "Write bind, cache, tmpfs, secret or ssh")
    }
    let needsTarget = type == "bind" || type == "cache" || type == "tmpfs"
    if needsTarget, mount.target.isEmpty {
      throw problem("the mount has no target", "Add `target=PATH`")
    }
    if mount.target == "/" {
      throw problem("nothing can be mounted over the root", "Choose another target")
    }
    return mount
  }

  private static let firstNames = [
    "src": "source", "dst": "target", "destination": "target", "ro": "readonly",
    "rw": "readwrite",
  ]
  private static let mountKeys: Set<String> = [
    "type", "from", "source", "target", "readonly", "readwrite", "id", "sharing", "required",
    "size", "mode", "uid", "gid", "env",
  ]
}

extension String {
  /// The first line that is not empty, with dots where more follow.
  fileprivate var firstLine: String {
    let lines = split(separator: "\n").map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
    guard let first = lines.first else { return "" }
    return lines.count > 1 ? first + "..." : first
  }

  /// The text with each run of blanks as one space.
  var onOneLine: String {
    split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }.joined(separator: " ")
  }
}

extension Substring {
  fileprivate func trimmingBlanks() -> String {
    var part = self
    while let first = part.first, first == " " || first == "\t" || first == "\r" {
      part.removeFirst()
    }
    while let last = part.last, last == " " || last == "\t" || last == "\r" { part.removeLast() }
    return String(part)
  }
}
