import Dockerfile
import Documents
import Facts
import OCI
import Source

extension Frontend {
  /// Does what the instructions of a stage ask for, those of its base image first.
  mutating func dispatch(_ stage: WrittenStage, _ state: inout StageState) throws(Failure) {
    var triggers: [Instruction] = []
    for text in state.triggers {
      let parsed = DockerfileSyntax.parse(
        SourceText(name: "ONBUILD of \(stage.from.base.value)", text: text))
      let known = parsed.instructions.first
      guard parsed.instructions.count == 1, let known, known.problem == nil, known.body != nil
      else {
        let reason = known?.problem?.message ?? "it is not one instruction"
        throw refusal(
          "the base image asks for `\(text)` by ONBUILD: \(reason)", stage.range,
          "Use another base image, or mend the ONBUILD of this one")
      }
      triggers.append(known)
    }
    state.triggers = []
    state.stepCount = (triggers + stage.instructions).count { $0.leavesFiles }
    if !stage.from.base.value.isEmpty { state.stepCount += 1 }
    state.step = 1
    for trigger in triggers { try dispatch(trigger, &state, isTrigger: stage.range) }
    for instruction in stage.instructions { try dispatch(instruction, &state, isTrigger: nil) }
  }

  /// - Parameter isTrigger: Where FROM stands for an instruction of the base image.
  private mutating func dispatch(
    _ instruction: Instruction, _ state: inout StageState, isTrigger: SourceRange?
  ) throws(Failure) {
    let range = isTrigger ?? instruction.range
    switch instruction.body {
    case .maintainer(let author):
      state.author = author.value
      state.note("MAINTAINER \(author.value)", leavesLayer: false)
    case .env(let pairs): try environment(pairs, &state)
    case .label(let pairs):
      var text = "LABEL"
      for pair in pairs {
        let name = try expand(pair.key, state.variables)
        let value = try pair.value.map { value throws(Failure) in try expand(value, state.variables)
        }
        state.runtime.labels[name] = value ?? ""
        text += " \(name)=\(value ?? "")"
      }
      state.note(text, leavesLayer: false)
    case .arg(let pairs): try arguments(pairs, &state)
    case .user(let user):
      state.runtime.user = try expand(user, state.variables)
      state.note("USER \(state.runtime.user)", leavesLayer: false)
    case .workdir(let path): try workdir(path, range, instruction, &state)
    case .shell(let words):
      state.runtime.shell = words.map(\.value)
      state.note("SHELL \(GoText.list(words.map(\.value)))", leavesLayer: false)
    case .expose(let arguments): try expose(arguments, range, &state)
    case .volume(let paths):
      var list: [String] = []
      for path in paths {
        let text = try expand(path, state.variables)
        if text.isEmpty {
          throw refusal("a volume has an empty path", range, "Name a folder, or remove it")
        }
        list.append(text)
      }
      state.runtime.volumes = Set(state.runtime.volumes).union(list).sorted()
      state.note("VOLUME \(GoText.list(list))", leavesLayer: false)
    case .stopsignal(let signal):
      let text = try expand(signal, state.variables)
      guard SignalName.number(text) != nil else {
        throw refusal("`\(text)` is no signal", range, "Write a name such as SIGTERM")
      }
      state.runtime.stopSignal = text
      state.note("STOPSIGNAL \(text)", leavesLayer: false)
    case .cmd(let form):
      let words = words(form, instruction, state)
      state.runtime.command = words
      state.runtime.commandIsEscaped = true
      state.setsCommand = true
      state.note("CMD \(GoText.quoted(words))", leavesLayer: false)
    case .entrypoint(let form):
      let words = words(form, instruction, state)
      state.runtime.entrypoint = words
      if !state.setsCommand { state.runtime.command = nil }
      state.note("ENTRYPOINT \(GoText.quoted(words))", leavesLayer: false)
    case .healthcheck(let check): healthcheck(check, instruction, &state)
    case .onbuild:
      state.runtime.onBuild.append(triggerText(instruction))
    case .run(let run): try self.run(run, instruction, range, &state)
    case .copy(let transfer):
      try self.transfer(transfer, isAdd: false, instruction, range, &state)
    case .add(let transfer): try self.transfer(transfer, isAdd: true, instruction, range, &state)
    case .from, nil: break
    }
  }

  private mutating func environment(_ pairs: [KeyValue], _ state: inout StageState) throws(Failure)
  {
    // All pairs of one ENV see the variables from before it.
    let before = state.variables
    var text = "ENV"
    for pair in pairs {
      let name = try expand(pair.key, before)
      let value = try pair.value.map { value throws(Failure) in try expand(value, before) } ?? ""
      state.variables[name] = value
      var set = false
      state.runtime.environment = state.runtime.environment.map { entry in
        guard !set, entry == name || entry.hasPrefix("\(name)=") else { return entry }
        set = true
        return "\(name)=\(value)"
      }
      if !set { state.runtime.environment.append("\(name)=\(value)") }
      text += " \(name)=\(value)"
    }
    state.note(text, leavesLayer: false)
  }

  private mutating func arguments(_ pairs: [KeyValue], _ state: inout StageState) throws(Failure) {
    var texts: [String] = []
    for pair in pairs {
      let name = pair.key.value
      var value: String?
      if let given = options.arguments[name] {
        value = given
      } else if let written = pair.value {
        value = try expand(written, state.variables)
      } else {
        value = globals[name]
      }
      if let value { state.variables[name] = value }
      state.arguments.append((name, value))
      texts.append(value.map { "\(name)=\($0)" } ?? name)
    }
    state.note("ARG \(texts.joined(separator: " "))", leavesLayer: false)
  }

  private mutating func workdir(
    _ path: Argument, _ range: SourceRange, _ instruction: Instruction, _ state: inout StageState
  ) throws(Failure) {
    let text = try expand(path, state.variables)
    let folder = Frontend.path(text, in: state.directory)
    state.runtime.workingDirectory = folder
    if folder != "/" {
      let owner = state.runtime.user.isEmpty ? nil : state.runtime.user
      add(.makeDirectory(folder, owner: owner), "WORKDIR \(folder)", range, &state)
    }
    state.note("WORKDIR \(folder)", leavesLayer: folder != "/")
  }

  /// A path seen from a folder, clean but for a slash at its end.
  static func path(_ text: String, in folder: String) -> String {
    let written = text == "." || text.isEmpty ? "./" : text
    let clean = FilePaths.absolute(written, in: folder)
    return written.hasSuffix("/") && clean != "/" ? clean + "/" : clean
  }

  private mutating func expose(
    _ arguments: [Argument], _ range: SourceRange, _ state: inout StageState
  ) throws(Failure) {
    var list: [String] = []
    for argument in arguments {
      let words: [String]
      do throws(ExpansionError) {
        let expander = Expander(escape: syntax.escape)
        words =
          try expander.words(argument.text.bytes, environment: state.variables).texts ?? []
      } catch {
        throw refusal("\(error)", argument.range, nil)
      }
      for word in words {
        guard let ports = PortSpecification.ports(word) else {
          throw refusal(
            "`\(word)` is no port", argument.range,
            "Write a number from 0 to 65535, such as `8080` or `8080/udp`")
        }
        list += ports
      }
    }
    state.runtime.exposedPorts = Set(state.runtime.exposedPorts).union(list).sorted()
    state.note("EXPOSE \(GoText.list(list))", leavesLayer: false)
  }

  private mutating func healthcheck(
    _ check: Healthcheck, _ instruction: Instruction, _ state: inout StageState
  ) {
    var test = ["NONE"]
    switch check.command {
    case .exec(let words): test = ["CMD"] + words.map(\.value)
    case .shell(let text): test = ["CMD-SHELL", text.text]
    case nil: break
    }
    var members = [JSON.Member("Test", .array(test.map { .string($0) }))]
    var text = "{Test:\(GoText.list(test))"
    for (name, value) in [
      ("Interval", check.interval), ("Timeout", check.timeout), ("StartPeriod", check.startPeriod),
      ("StartInterval", check.startInterval),
    ] {
      if let value, value != 0 { members.append(JSON.Member(name, .number(value))) }
      text += " \(name):\(GoText.duration(value ?? 0))"
    }
    if let retries = check.retries, retries != 0 {
      members.append(JSON.Member("Retries", .number(Int64(retries))))
    }
    text += " Retries:\(check.retries ?? 0)}"
    state.runtime.healthcheck = .object(members)
    state.note("HEALTHCHECK \(text)", leavesLayer: false)
  }

  /// The words of a command, the shell before a shell form.
  func words(_ form: CommandForm, _ instruction: Instruction, _ state: StageState) -> [String] {
    switch form {
    case .exec(let words): words.map(\.value)
    case .shell(let text): state.shell + [text.text]
    }
  }

  /// What ONBUILD keeps, with the here-documents behind it.
  private func triggerText(_ instruction: Instruction) -> String {
    var text = instruction.rest.text
    for heredoc in instruction.heredocs {
      text += "\n" + syntax.source.text(heredoc.body) + heredoc.name
    }
    return text
  }

  mutating func add(
    _ kind: BuildOperation.Kind, _ title: String, _ range: SourceRange, _ state: inout StageState
  ) {
    state.step += 1
    operations.append(
      BuildOperation(
        kind: kind, base: state.files, stage: state.index, stageName: state.stageName,
        title: title, range: range, step: (state.step, state.stepCount),
        ignoresCache: state.ignoresCache, platform: state.platform))
    state.files = operations.count - 1
  }
}

extension Instruction {
  /// Whether it may leave a layer.
  fileprivate var leavesFiles: Bool {
    switch kind {
    case .run, .copy, .add, .workdir: true
    default: false
    }
  }
}
