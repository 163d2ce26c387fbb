import BaseImages
import Dockerfile
public import Facts
import Source

extension BuildPlan {
  /// The plan of a file whose facts are known, with the options that they were made with.
  public init(of facts: DockerfileFacts, options: BuildOptions = BuildOptions()) {
    var planner = Planner(facts, options)
    let stages = planner.stages()
    self.init(
      stages: stages, target: stages.indices.last { facts.stages[$0].isFinal },
      problems: facts.syntax.problems + facts.planProblems)
  }
}

/// Makes the plan of a file.
struct Planner {
  let facts: DockerfileFacts
  let options: BuildOptions
  var globals = PlannedVariables()
  private var indexByStart: [Int: Int] = [:]

  init(_ facts: DockerfileFacts, _ options: BuildOptions) {
    self.facts = facts
    self.options = options
    for (index, instruction) in facts.syntax.instructions.enumerated() {
      indexByStart[instruction.range.lowerBound] = index
    }
  }

  /// The index of an instruction in those of the file.
  func index(of instruction: Instruction) -> Int {
    indexByStart[instruction.range.lowerBound] ?? 0
  }

  mutating func stages() -> [PlannedStage] {
    declareGlobals()
    // Kept apart from the planner, which each of them holds.
    var finished: [StagePlanner] = []
    return facts.stages.map { stage in
      var parent: StagePlanner?
      if case .stage(let earlier) = stage.base, earlier < finished.count {
        parent = finished[earlier]
      }
      var planner = StagePlanner(self, stage, after: parent)
      planner.work()
      finished.append(planner)
      return PlannedStage(
        index: stage.index, name: stage.name, base: base(of: stage), operations: planner.operations,
        settings: planner.settings, range: stage.markRange)
    }
  }

  private mutating func declareGlobals() {
    for instruction in facts.globalArguments {
      for pair in instruction.pairs {
        let name = pair.key.value
        let text = pair.value.map { expand($0, globals, base: nil).value ?? "" }
        globals[name] = argument(name, default: text)
      }
    }
  }

  /// A build argument: its value without `--build-arg`, and a mark for what the build may give.
  func argument(_ name: String, default text: String?) -> PlannedText {
    if let given = options.arguments[name] { return PlannedText(given) }
    if PredefinedArguments.platforms.contains(name), text == nil {
      if let known = facts.globalScope.arguments[name]?.value.value { return PlannedText(known) }
      return PlannedText(value: Mark.text(name), pattern: Mark.text(name))
    }
    // The default is part of the pattern, since without an argument it is what counts.
    return PlannedText(value: text, pattern: Mark.text("\(name)=\(text ?? "")"))
  }

  /// The text of an argument that sees variables, and behind them those of a base.
  func expand(_ argument: Argument, _ variables: PlannedVariables, base: Scope?) -> PlannedText {
    expand(argument.text.bytes, variables, base: base, options: [])
  }

  func expand(
    _ bytes: [UInt8], _ variables: PlannedVariables, base: Scope?, options: Expander.Options
  ) -> PlannedText {
    let escape = facts.syntax.escape
    let expander = Expander(escape: escape, options: options)
    let isPlain = !bytes.contains {
      $0 == UInt8(ascii: "$") || $0 == escape || $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"")
    }
    if isPlain { return PlannedText(String(decoding: bytes, as: UTF8.self)) }
    func text(_ marked: Bool) -> String? {
      let lookup = VariableLookup(
        variables: variables, base: base, globals: facts.globalScope, isMarked: marked)
      return (try? expander.word(bytes, environment: lookup))?.value.text
    }
    let value = text(false)
    // Without a variable there is nothing that the two could differ in.
    return PlannedText(
      value: value, pattern: bytes.contains(UInt8(ascii: "$")) ? text(true) : value)
  }

  private func base(of stage: StageFacts) -> PlannedBase {
    let platform = stage.from?.platform.map { expand($0, globals, base: nil) }
    // The platform of the build is what a stage has anyway.
    let isTarget = platform?.pattern == Mark.text("TARGETPLATFORM")
    let kind: PlannedBase.Kind =
      switch stage.base {
      case .scratch: .scratch
      case .stage(let index): .stage(index)
      case .context(let name): .named(name)
      case .image, .invalid, .unknown, .fragment:
        .image(stage.from.map { expand($0.base, globals, base: nil) } ?? PlannedText(""))
      }
    return PlannedBase(kind: kind, platform: isTarget ? nil : platform)
  }
}

/// The variables as an expansion asks for them.
private struct VariableLookup: ExpansionEnvironment {
  let variables: PlannedVariables
  /// What the base sets; nil where no base is seen, as before the first FROM.
  let base: Scope?
  /// What is set before the first FROM.
  let globals: Scope
  /// Whether what is not fixed by the file stands as a mark.
  let isMarked: Bool

  func binding(of name: String) -> ExpansionBinding {
    if let text = variables[name] {
      guard let value = isMarked ? text.pattern : text.value else { return .unset }
      return .known(value)
    }
    guard let base else {
      guard PredefinedArguments.platforms.contains(name) else { return .unset }
      if let known = globals.arguments[name]?.value.value { return .known(known) }
      return .known(Mark.text(name))
    }
    if let binding = base.environment[name], case .base = binding.origin {
      if !isMarked, let value = binding.value.value { return .known(value) }
      return .known(Mark.text(name))
    }
    return base.environmentIsComplete ? .unset : .known(Mark.text(name))
  }
}
