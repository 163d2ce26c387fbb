import Dockerfile
import Facts
import Source

/// Makes the operations and settings of one stage.
struct StagePlanner {
  let planner: Planner
  let stage: StageFacts
  /// The variables that a text of the stage sees, ENV before ARG.
  var variables = PlannedVariables()
  var settings = ImageSettings()
  var operations: [PlannedOperation] = []
  /// What the base brings.
  private let base: Scope

  init(_ planner: Planner, _ stage: StageFacts, after parent: StagePlanner?) {
    self.planner = planner
    self.stage = stage
    base = stage.start.scope
    if let parent {
      variables = parent.variables
      settings = parent.settings
      settings.triggers = []
    } else if let directory = stage.start.workingDirectory.value {
      self.directory = PlannedText(directory)
    }
  }

  /// The working directory in force.
  var directory = PlannedText(Mark.text("the directory of the base"))

  mutating func work() {
    if let set = settings.directory { directory = set }
    for step in stage.steps { apply(step) }
  }

  private mutating func apply(_ step: Step) {
    switch step.instruction.body {
    case .arg(let pairs): declare(pairs)
    case .env(let pairs): set(pairs)
    case .label(let pairs):
      for pair in pairs {
        guard let value = pair.value else { continue }
        settings.labels[expand(pair.key).value ?? pair.key.value] = expand(value)
      }
    case .maintainer(let author): settings.author = PlannedText(author.value)
    case .user(let user): settings.user = expand(user)
    case .workdir(let path): workdir(path, step)
    case .shell(let words): settings.shell = words.map(\.value)
    case .expose(let arguments): expose(arguments, step)
    case .volume(let paths): settings.volumes.formUnion(paths.map(expand))
    case .stopsignal(let signal): settings.stopSignal = expand(signal)
    case .cmd(let form):
      settings.command = command(form, step)
      settings.clearsCommand = false
    case .entrypoint(let form):
      if !stage.setsCommand(before: step) {
        settings.command = nil
        settings.clearsCommand = true
      }
      settings.entrypoint = command(form, step)
    case .healthcheck(let check): healthcheck(check, step)
    case .onbuild(let trigger): settings.triggers.append(self.trigger(trigger, step))
    case .run(let run): self.run(run, step)
    case .copy(let transfer): self.transfer(transfer, isAdd: false, step)
    case .add(let transfer): self.transfer(transfer, isAdd: true, step)
    case .from, nil: break
    }
  }

  func expand(_ argument: Argument) -> PlannedText {
    planner.expand(argument, variables, base: base)
  }

  func expand(_ text: String) -> PlannedText {
    planner.expand(Array(text.utf8), variables, base: base, options: [])
  }

  func expandHeredoc(_ heredoc: Heredoc) -> PlannedText {
    let content = heredoc.content
    guard heredoc.expands else { return PlannedText(content.text) }
    return planner.expand(content.bytes, variables, base: base, options: .hereDocument)
  }

  mutating func add(_ kind: PlannedOperation.Kind, _ step: Step) {
    operations.append(
      PlannedOperation(
        kind: kind, instruction: planner.index(of: step.instruction),
        range: step.instruction.range))
  }

  private mutating func declare(_ pairs: [KeyValue]) {
    for pair in pairs {
      let name = pair.key.value
      let value = pair.value.map { expand($0).value ?? "" }
      // An ENV hides an argument of its name.
      if settings.environment[name] != nil { continue }
      if let binding = base.environment[name], case .base = binding.origin { continue }
      if value == nil, let global = planner.globals[name] {
        variables[name] = global
      } else {
        variables[name] = planner.argument(name, default: value)
      }
    }
  }

  /// All pairs of one ENV see the variables from before it.
  private mutating func set(_ pairs: [KeyValue]) {
    let texts = pairs.map { pair in
      (expand(pair.key).value ?? pair.key.value, pair.value.map(expand))
    }
    for (name, text) in texts {
      guard let text else { continue }
      settings.environment[name] = text
      variables[name] = text
    }
  }

  private mutating func workdir(_ argument: Argument, _ step: Step) {
    let text = expand(argument)
    let before = directory
    directory = PlannedText(
      value: Self.joined(text.value, to: before.value),
      pattern: Self.joined(text.pattern, to: before.pattern))
    settings.directory = directory
    if directory.value != "/" { add(.makeDirectory(directory, owner: settings.user), step) }
  }

  /// A path below a folder, unless it is absolute; nil where one of the two is.
  static func joined(_ path: String?, to folder: String?) -> String? {
    guard let path else { return nil }
    if path.hasPrefix("/") { return FilePaths.clean(path) }
    guard let folder else { return nil }
    if folder.hasPrefix("/") { return FilePaths.absolute(path, in: folder) }
    let clean = FilePaths.clean("/" + path)
    return clean == "/" ? folder : folder + clean
  }

  private mutating func expose(_ arguments: [Argument], _ step: Step) {
    for argument in arguments {
      let text = expand(argument)
      for word in (text.value ?? "").split(separator: " ") {
        if let port = PortText.parse(String(word), range: nil) {
          for number in port.number...max(port.number, port.last) {
            settings.ports.insert("\(number)/\(port.transport)")
          }
        } else {
          // Of a part for the host only the container's port counts.
          let last = word.split(separator: ":", omittingEmptySubsequences: false).last ?? word
          let port = PortText.parse(String(last), range: nil)
          settings.ports.insert(port.map { "\($0.number)/\($0.transport)" } ?? String(word))
        }
      }
    }
  }

  private mutating func healthcheck(_ check: Healthcheck, _ step: Step) {
    var timing: [String: Int64] = [:]
    timing["interval"] = check.interval
    timing["timeout"] = check.timeout
    timing["start-period"] = check.startPeriod
    timing["start-interval"] = check.startInterval
    timing["retries"] = check.retries.map(Int64.init)
    settings.healthcheck = PlannedHealthcheck(
      command: check.command.map { command($0, step) }, timing: timing)
  }

  private func trigger(_ trigger: Instruction, _ step: Step) -> PlannedTrigger {
    var form: CommandForm?
    switch trigger.body {
    case .run(let run): form = run.command
    case .cmd(let command), .entrypoint(let command): form = command
    case .healthcheck(let check): form = check.command
    default: break
    }
    return PlannedTrigger(
      keyword: trigger.keyword.value.uppercased(),
      arguments: form == nil ? trigger.arguments.map(\.value) : [],
      flags: trigger.flags.map(\.text).sorted(), command: form.map { command($0, step) })
  }
}

extension StageFacts {
  /// Whether a CMD stands before a step.
  fileprivate func setsCommand(before step: Step) -> Bool {
    steps[..<step.index].contains { $0.kind == .cmd }
  }
}
