import BaseImages
import Dockerfile
import Source

extension Interpreter {
  /// Carries the instructions of a stage out on its state.
  mutating func interpret(_ instructions: [Instruction], in stage: inout StageFacts) {
    var state = stage.start
    stage.steps.reserveCapacity(instructions.count)
    for instruction in instructions {
      var step = Step(instruction: instruction, index: stage.steps.count, before: state)
      apply(instruction, to: &state, step: &step, stage: &stage)
      stage.steps.append(step)
    }
    stage.end = state
  }

  private mutating func apply(
    _ instruction: Instruction, to state: inout StageState, step: inout Step,
    stage: inout StageFacts
  ) {
    switch instruction.body {
    case .arg(let pairs): declare(pairs, in: &state)
    case .env(let pairs): set(pairs, in: &state)
    case .label(let pairs): label(pairs, in: &state)
    case .user(let argument): user(argument, in: &state, step: &step)
    case .workdir(let argument): workdir(argument, in: &state, step: step.index)
    case .shell(let words):
      state.shell = .known(words.map(\.value))
      state.shellRange = instruction.range
    case .expose(let arguments): expose(arguments, in: &state)
    case .volume(let arguments):
      for argument in arguments {
        check(argument, in: state.scope)
        state.volumes.append((state.scope.expand(argument, escape: escape).value, argument.range))
      }
    case .stopsignal(let argument):
      check(argument, in: state.scope)
      state.stopSignal = (state.scope.expand(argument, escape: escape).value, argument.range)
    case .cmd(let form):
      state.command = command(form, instruction, state, step)
      readCommand(form, state: state, step: &step, stage: stage)
    case .entrypoint(let form):
      let hadOwnCommand = state.command?.step.map { $0 >= 0 } ?? false
      if !hadOwnCommand { state.command = nil }
      state.entrypoint = command(form, instruction, state, step)
      readCommand(form, state: state, step: &step, stage: stage)
    case .healthcheck(let check):
      state.healthcheck = (check, instruction.range, step.index)
      if let form = check.command { readCommand(form, state: state, step: &step, stage: stage) }
    case .run(let run): self.run(run, instruction, state: &state, step: &step, stage: &stage)
    case .copy(let transfer):
      self.transfer(transfer, instruction, &state, &step, &stage, isAdd: false)
    case .add(let transfer):
      self.transfer(transfer, instruction, &state, &step, &stage, isAdd: true)
    case .onbuild(let trigger):
      // What it runs is known, though it changes nothing before another build takes it up.
      if case .run(let run)? = trigger.body {
        readCommand(run.command, state: state, step: &step, stage: stage)
        step.packages = step.commands.compactMap { PackageCommand($0) }
      }
    case .from, .maintainer, nil: break
    }
  }

  private func command(
    _ form: CommandForm, _ instruction: Instruction, _ state: StageState, _ step: Step
  ) -> EffectiveCommand {
    EffectiveCommand(form: form, range: instruction.range, step: step.index, shell: state.shell)
  }

  private mutating func declare(_ pairs: [KeyValue], in state: inout StageState) {
    for pair in pairs {
      let name = pair.key.value
      let origin = Binding.Origin.argument(pair.range)
      let binding: Binding
      if let given = options.arguments[name] {
        binding = Binding(value: .known(given), origin: origin, dependsOnArguments: true)
      } else if let value = pair.value {
        check(value, in: state.scope)
        let expansion = state.scope.expand(value, escape: escape)
        binding = Binding(
          value: expansion.value, origin: origin, dependsOnArguments: true,
          plain: state.scope.plainValue(value, expansion, escape: escape))
      } else if let global = globalScope.arguments[name] {
        binding = Binding(
          value: global.value, origin: global.origin == .builder ? .builder : origin,
          dependsOnArguments: global.dependsOnArguments, plain: global.plainValue)
      } else {
        binding = Binding(value: .unknown, origin: origin, dependsOnArguments: true)
      }
      state.scope.arguments[name] = binding
    }
  }

  /// All pairs of one ENV see the environment from before it.
  private mutating func set(_ pairs: [KeyValue], in state: inout StageState) {
    let before = state.scope
    for pair in pairs {
      guard let value = pair.value else { continue }
      check(value, in: before)
      let key = before.expand(pair.key, escape: escape).value.value ?? pair.key.value
      let expansion = before.expand(value, escape: escape)
      state.scope.environment[key] = Binding(
        value: expansion.value, origin: .environment(pair.range),
        dependsOnArguments: expansion.dependsOnArguments,
        plain: before.plainValue(value, expansion, escape: escape))
    }
  }

  private mutating func label(_ pairs: [KeyValue], in state: inout StageState) {
    for pair in pairs {
      guard let value = pair.value else { continue }
      check(value, in: state.scope)
      let key = state.scope.expand(pair.key, escape: escape).value.value ?? pair.key.value
      state.labels[key] = (state.scope.expand(value, escape: escape).value, pair.range)
    }
  }

  private mutating func user(_ argument: Argument, in state: inout StageState, step: inout Step) {
    check(argument, in: state.scope)
    state.user = userFact(
      state.scope.expand(argument, escape: escape), range: argument.range, accounts: state.accounts)
    guard let text = state.user.text.value, !text.contains(" "), state.family != .windows else {
      return
    }
    var finder = FaultFinder(effects: Effects(interpreter: self))
    finder.owner(text, at: argument.range, state: state)
    step.faults = finder.faults
  }

  /// The user that a text names, with the number of the account where that is known.
  func userFact(_ text: Expansion, range: SourceRange?, accounts: Accounts) -> UserFact {
    guard let value = text.value.value else {
      return UserFact(text: .unknown, range: range, name: nil, group: nil, uid: nil, home: nil)
    }
    let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    let name = parts.first ?? ""
    let number = Int(name).flatMap { $0 >= 0 ? $0 : nil }
    let account = number.map { accounts.user(uid: $0) } ?? accounts.users[name]
    let uid = number ?? account?.uid ?? (name == "root" || name.isEmpty ? 0 : nil)
    let home =
      account?.home ?? (uid == 0 ? "/root" : number != nil && accounts.isComplete ? "/" : nil)
    return UserFact(
      text: text.value, range: range, name: name.isEmpty ? "root" : name,
      group: parts.count > 1 ? parts[1] : nil, uid: uid, home: home)
  }

  private mutating func workdir(_ argument: Argument, in state: inout StageState, step: Int) {
    check(argument, in: state.scope)
    state.workingDirectoryRange = argument.range
    guard let path = state.scope.expand(argument, escape: escape).value.value, !path.isEmpty else {
      state.workingDirectory = .unknown
      return
    }
    if path.hasPrefix("/") {
      state.workingDirectory = .known(FilePaths.clean(path))
    } else if let directory = state.workingDirectory.value {
      state.workingDirectory = .known(FilePaths.absolute(path, in: directory))
    } else {
      state.workingDirectory = .unknown
    }
    // The builder makes the folder, owned by the user in force, unless it is there.
    if let directory = state.workingDirectory.value, state.files.exists(directory) != true {
      state.files.set(
        directory, .directory, owner: owner(of: state.user),
        unknownContent: state.files.exists(directory) == nil, range: argument.range, step: step,
        certain: true)
    }
  }

  /// The owner of what a user makes.
  func owner(of user: UserFact) -> FileTree.Owner {
    if user.isRoot == true { return .root }
    guard let name = user.name else { return .unknown }
    return .user(name)
  }

  private mutating func expose(_ arguments: [Argument], in state: inout StageState) {
    for argument in arguments {
      guard
        let expansion = try? Expander(escape: escape).words(
          argument.text.bytes, environment: PlainBuild(scope: state.scope))
      else {
        check(argument, in: state.scope)
        continue
      }
      for word in expansion.words {
        guard let text = word.text else { continue }
        if let port = PortText.parse(text, range: argument.range) {
          state.exposedPorts.append(port)
        } else if !PortText.isAccepted(text) {
          problems.append(
            SyntaxProblem(
              .plan, .invalidPort, "`\(text)` is no port", at: argument.range,
              help: text.hasPrefix("#")
                ? "Move the comment to a line of its own: a Dockerfile has no comments at the end of a line"
                : "Write a number from 1 to 65535, with `/tcp` or `/udp` where it matters",
              condition: state.scope.condition(expansion.references)))
        }
      }
    }
  }
}

extension PortText {
  /// Whether the frontend accepts a text as `[[ip:]host:]container[/transport]`, which EXPOSE then
  /// reduces to the container's port.
  static func isAccepted(_ text: String) -> Bool {
    guard let colon = text.lastIndex(of: ":") else { return false }
    let container = String(text[text.index(after: colon)...])
    return parse(container, range: nil) != nil
  }
}
