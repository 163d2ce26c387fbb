import Dockerfile
import Facts
import Shell
import Source

extension StagePlanner {
  /// A command with the shell that is in force.
  func command(_ form: CommandForm, _ step: Step) -> PlannedCommand {
    switch form {
    case .exec(let words): return PlannedCommand(words: words.map(\.value))
    case .shell(let line):
      var text = line.text
      for heredoc in step.instruction.heredocs {
        text += "\n\(heredoc.fileDescriptor)<\(heredoc.expands ? "" : "'")\n" + heredoc.content.text
      }
      return PlannedCommand(
        text: text, shell: step.before.shell.value ?? [], script: step.scripts.first,
        mapped: step.texts.first)
    }
  }

  mutating func run(_ run: Run, _ step: Step) {
    add(
      .run(
        PlannedRun(
          command: command(run.command, step), mounts: run.mounts.map(mount),
          network: run.network.map(expand), security: run.security.map(expand),
          devices: step.instruction.flags.filter { $0.name == "device" }.map {
            expand($0.value ?? "")
          },
          variables: variables, directory: directory, user: settings.user)), step)
  }

  /// A mount with its options under their first names.
  private func mount(_ mount: Mount) -> PlannedMount {
    var options: [String: PlannedText] = [:]
    for option in mount.options where option.key != "from" {
      let value = option.value ?? "true"
      options[Self.firstNames[option.key] ?? option.key] = expand(value)
    }
    options["type"] = options["type"] ?? PlannedText("bind")
    var source: PlannedSource?
    if ["bind", "cache"].contains(mount.type) {
      source = mount.from.map(self.source) ?? (mount.type == "bind" ? .context : nil)
    }
    return PlannedMount(source: source, options: options)
  }

  private static let firstNames = [
    "src": "source", "dst": "target", "destination": "target", "ro": "readonly",
    "rw": "readwrite",
  ]

  /// What `--from` names.
  private func source(_ text: String) -> PlannedSource {
    let facts = planner.facts
    if let number = Int(text) {
      return facts.stages.indices.contains(number) ? .stage(number) : .named(text)
    }
    if let index = facts.stagesByName[text.lowercased()] { return .stage(index) }
    return .image(PlannedText(text))
  }

  mutating func transfer(_ transfer: Transfer, isAdd: Bool, _ step: Step) {
    var options: [String: PlannedText] = [:]
    options["chown"] = transfer.chown.map(expand)
    options["chmod"] = transfer.chmod.map(expand)
    options["checksum"] = transfer.checksum.map(expand)
    if transfer.link { options["link"] = PlannedText("true") }
    if transfer.parents { options["parents"] = PlannedText("true") }
    if transfer.keepGitDirectory { options["keep-git-dir"] = PlannedText("true") }
    if let unpack = transfer.unpack { options["unpack"] = PlannedText(unpack ? "true" : "false") }
    let target = expand(transfer.destination)
    let name = target.value ?? ""
    var inline: [PlannedTransfer.Inline] = []
    for case .heredoc(let heredoc, _) in transfer.sources {
      inline.append(.init(name: heredoc.name, content: expandHeredoc(heredoc)))
    }
    let destination = PlannedText(
      value: Self.joined(target.value, to: directory.value),
      pattern: Self.joined(target.pattern, to: directory.pattern))
    let planned = PlannedTransfer(
      isAdd: isAdd, source: transfer.from.map { source($0.value) } ?? .context,
      paths: transfer.paths.map(expand), inline: inline, destination: destination,
      isFolder: name.hasSuffix("/") || name == "." || name.hasSuffix("/.") || name == "..",
      options: options, excludes: transfer.excludes.map(expand), user: settings.user)
    add(.transfer(planned), step)
  }
}
