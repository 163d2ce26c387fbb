public import Dockerfile
import Facts
import OCI
public import Source

/// Turns a Dockerfile into the operations of a build, as BuildKit's Dockerfile frontend does.
///
/// Only what the target needs is looked at; images are asked for through the resolver when their
/// settings are needed.
public struct Frontend {
  /// Answers what a base is; a failure ends the work.
  public typealias Resolver = (BaseName) throws(Failure) -> ResolvedBase

  let syntax: DockerfileSyntax
  let options: FrontendOptions
  private let resolve: Resolver
  private(set) var stages: [WrittenStage] = []
  private var stageByName: [String: Int] = [:]
  var operations: [BuildOperation] = []
  private var finished: [Int: StageState] = [:]
  private var open: Set<Int> = []
  private var images: [BaseName: (operation: Int?, config: ImageConfig?)] = [:]
  var globals = Variables()
  /// The build arguments that some ARG declares.
  private var declared: Set<String> = []

  /// One stage as it is written.
  struct WrittenStage {
    let index: Int
    let from: From
    let range: SourceRange
    let name: String?
    var instructions: [Instruction] = []

    /// How it is called in progress and logs.
    var title: String { name ?? "\(index)" }
  }

  /// The definition of a build.
  /// - Throws: `Failure` where the file cannot be built, or a base cannot be had.
  public static func definition(
    of syntax: DockerfileSyntax, _ options: FrontendOptions, resolve: @escaping Resolver
  ) throws(Failure) -> BuildDefinition {
    if let problem = syntax.refusal {
      throw Failure(
        problem.message, in: syntax.source, at: problem.range.lowerBound, hint: problem.help)
    }
    var frontend = Frontend(syntax, options, resolve)
    return try frontend.definition()
  }

  private init(
    _ syntax: DockerfileSyntax, _ options: FrontendOptions, _ resolve: @escaping Resolver
  ) {
    self.syntax = syntax
    self.options = options
    self.resolve = resolve
  }

  private mutating func definition() throws(Failure) -> BuildDefinition {
    try readStages()
    let target = try targetIndex()
    let state = try self.state(ofStage: target)
    var runtime = state.runtime
    for (name, value) in options.labels { runtime.labels[name] = value }
    var platform = state.platform
    if options.isPlatformGiven || state.base == nil {
      platform = options.platform
    }
    let known = declared.union(PredefinedArguments.proxies).union(PredefinedArguments.controls)
      .union(PredefinedArguments.platforms)
    return BuildDefinition(
      operations: operations, result: state.files, runtime: runtime, history: state.history,
      author: state.author, platform: platform.normalized, stage: stages[target].title,
      unusedArguments: options.arguments.keys.filter { !known.contains($0) }.sorted())
  }

  // MARK: Stages

  private mutating func readStages() throws(Failure) {
    declarePlatforms()
    for instruction in syntax.instructions {
      guard let body = instruction.body else { continue }
      if case .from(let from) = body {
        let name = from.name?.value.lowercased()
        let stage = WrittenStage(
          index: stages.count, from: from, range: instruction.range, name: name)
        stages.append(stage)
        if let name { stageByName[name] = stage.index }
      } else if stages.isEmpty {
        if case .arg(let pairs) = body { try declareGlobals(pairs) }
      } else {
        if case .arg(let pairs) = body { declared.formUnion(pairs.map(\.key.value)) }
        stages[stages.count - 1].instructions.append(instruction)
      }
    }
  }

  private mutating func declarePlatforms() {
    func set(_ prefix: String, _ platform: Platform) {
      let platform = platform.normalized
      globals["\(prefix)PLATFORM"] = platform.description
      globals["\(prefix)OS"] = platform.os
      globals["\(prefix)OSVERSION"] = platform.osVersion ?? ""
      globals["\(prefix)ARCH"] = platform.architecture
      globals["\(prefix)VARIANT"] = platform.variant ?? ""
    }
    set("BUILD", options.buildPlatform)
    set("TARGET", options.platform)
    globals["TARGETSTAGE"] = options.target ?? "default"
    for name in PredefinedArguments.platforms {
      if let given = options.arguments[name] { globals[name] = given }
    }
  }

  private mutating func declareGlobals(_ pairs: [KeyValue]) throws(Failure) {
    for pair in pairs {
      let name = pair.key.value
      declared.insert(name)
      if let given = options.arguments[name] {
        globals[name] = given
      } else if let value = pair.value {
        globals[name] = try expand(value, globals)
      }
    }
  }

  private func targetIndex() throws(Failure) -> Int {
    guard let last = stages.indices.last else {
      throw Failure("`\(syntax.source.name)` has no stage", hint: "Begin it with FROM")
    }
    guard let target = options.target, !target.isEmpty else { return last }
    if let index = stageByName[target.lowercased()] { return index }
    if let index = Int(target), stages.indices.contains(index) { return index }
    throw Failure(
      "`\(target)` is no stage of `\(syntax.source.name)`",
      hint: "Name one of \(stages.map(\.title).joined(separator: ", "))")
  }

  /// What a stage leaves, with all that it needs done before.
  mutating func state(ofStage index: Int) throws(Failure) -> StageState {
    if let state = finished[index] { return state }
    let stage = stages[index]
    guard open.insert(index).inserted else {
      throw refusal(
        "stage `\(stage.title)` needs itself", stage.range, "Break the circle of stages")
    }
    defer { open.remove(index) }
    let reference = try expand(stage.from.base, globals)
    if reference.isEmpty {
      throw refusal(
        "the base of the stage is empty", stage.from.base.range,
        "Give the build argument that names it, or a default to ARG")
    }
    var platform: Platform?
    if let written = stage.from.platform {
      let text = try expand(written, globals)
      guard let parsed = Platform(text) else {
        throw refusal(
          "`\(text)` is no platform", written.range, "Write it as `linux/amd64`")
      }
      platform = parsed
    }
    var state = try start(stage, from: reference, platform)
    state.index = index
    state.stageName = stage.title
    let name = (stage.name ?? "").lowercased()
    state.ignoresCache =
      options.ignoresCache || options.stagesWithoutCache.contains(name)
      || options.stagesWithoutCache.contains("\(index)")
    try dispatch(stage, &state)
    finished[index] = state
    return state
  }

  private mutating func start(
    _ stage: WrittenStage, from reference: String, _ platform: Platform?
  ) throws(Failure) -> StageState {
    let wanted = platform ?? options.platform
    if options.contexts.contains(reference) {
      return try image(.context(reference, wanted), stage)
    }
    // A stage sees those before it alone; a later one of the same name is an image to it.
    let earlier = stages[..<stage.index].last { $0.name == reference.lowercased() }
    if let earlier {
      var state = try self.state(ofStage: earlier.index)
      state.runtime.onBuild = []
      state.triggers = []
      state.forgetsCommand()
      return state
    }
    if reference == "scratch" {
      var runtime = RuntimeConfig()
      runtime.environment = ["PATH=\(StageState.usualPath)"]
      runtime.workingDirectory = "/"
      return StageState(files: nil, runtime: runtime, platform: wanted)
    }
    return try image(.image(reference, wanted), stage)
  }

  private mutating func image(_ name: BaseName, _ stage: WrittenStage) throws(Failure)
    -> StageState
  {
    let (operation, config) = try self.operation(for: name, stage.index, stage.range)
    let platform: Platform =
      switch name {
      case .image(_, let platform), .context(_, let platform): platform
      }
    guard let config else {
      var runtime = RuntimeConfig()
      runtime.environment = ["PATH=\(StageState.usualPath)"]
      runtime.workingDirectory = "/"
      return StageState(files: operation, runtime: runtime, platform: platform)
    }
    var runtime = config.runtime
    let triggers = runtime.onBuild
    runtime.onBuild = []
    var state = StageState(files: operation, runtime: runtime, platform: config.platform)
    state.base = config
    state.history = config.history
    state.author = config.author
    state.triggers = triggers
    return state
  }

  /// The operation that takes the files of a base.
  mutating func operation(
    for name: BaseName, _ stage: Int, _ range: SourceRange?
  ) throws(Failure) -> (operation: Int?, config: ImageConfig?) {
    if let known = images[name] { return known }
    let kind: BuildOperation.Kind
    let title: String
    var config: ImageConfig?
    let platform: Platform
    switch name {
    case .image(let text, let wanted):
      if text == "scratch" { return (nil, nil) }
      title = "FROM \(text)"
      platform = wanted
    case .context(let text, let wanted):
      title = "FROM \(text)"
      platform = wanted
    }
    switch try resolve(name) {
    case .image(let number, let found):
      kind = .image(number)
      config = found
    case .files:
      guard case .context(let text, _) = name else { return (nil, nil) }
      kind = .context(text)
    }
    operations.append(
      BuildOperation(
        kind: kind, base: nil, stage: stage, stageName: stages[stage].title, title: title,
        range: range, step: nil, ignoresCache: false, platform: config?.platform ?? platform))
    let result = (operation: Int?(operations.count - 1), config: config)
    images[name] = result
    return result
  }

  /// What `--from` of COPY or of a mount names.
  mutating func origin(
    _ text: String, at range: SourceRange, in state: StageState
  ) throws(Failure) -> FileOrigin {
    if options.contexts.contains(text) {
      let answer = try resolve(.context(text, state.platform))
      if case .files = answer { return .context(text) }
      return .operation(
        try operation(for: .context(text, options.platform), state.index, range).operation)
    }
    if let index = Int(text) {
      guard stages.indices.contains(index) else {
        throw refusal(
          "there is no stage \(index)", range, "Use a number from 0 to \(stages.count - 1)")
      }
      if index >= state.index {
        throw refusal(
          "stage \(index) comes after the one that copies from it", range,
          "Move it before stage `\(state.stageName)`")
      }
      return .operation(try self.state(ofStage: index).files)
    }
    if let index = stageByName[text.lowercased()] {
      let earlier = stages[..<state.index].last { $0.name == text.lowercased() }
      guard let earlier else {
        throw refusal(
          "stage `\(stages[index].title)` comes after the one that copies from it", range,
          "Move it before stage `\(state.stageName)`")
      }
      return .operation(try self.state(ofStage: earlier.index).files)
    }
    if text == "scratch" { return .operation(nil) }
    return .operation(
      try operation(for: .image(text, options.platform), state.index, range).operation)
  }

  // MARK: Text

  /// A text of the file with its variables replaced.
  func expand(
    _ bytes: [UInt8], _ variables: Variables, at range: SourceRange, escape: UInt8? = nil,
    _ options: Expander.Options = []
  ) throws(Failure) -> String {
    do throws(ExpansionError) {
      let expander = Expander(escape: escape ?? syntax.escape, options: options)
      return try expander.word(bytes, environment: variables).value.text ?? ""
    } catch {
      throw refusal("\(error)", range, nil)
    }
  }

  func expand(_ argument: Argument, _ variables: Variables) throws(Failure) -> String {
    // A word of an array, or one that no file holds, has its text in its value alone.
    let bytes = argument.text.bytes.isEmpty ? Array(argument.value.utf8) : argument.text.bytes
    return try expand(bytes, variables, at: argument.range)
  }

  func refusal(_ message: String, _ range: SourceRange, _ help: String?) -> Failure {
    Failure(message, in: syntax.source, at: range.lowerBound, hint: help)
  }
}
