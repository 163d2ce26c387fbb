import BaseImages
import Dockerfile
import Shell
import Source

extension Interpreter {
  /// What a container of a stage runs; nil where nothing is known of it, or there is nothing.
  func startCommand(of stage: StageFacts) -> StartCommand? {
    let state = stage.end
    let entrypoint = state.entrypoint.flatMap { $0.isEmpty ? nil : $0 }
    var command = state.command.flatMap { $0.isEmpty ? nil : $0 }
    guard entrypoint != nil || command != nil else { return nil }
    let isWindows =
      ScriptReader(
        interpreter: self, stage: stage.index, facts: stage.baseFacts, base: stage.baseText.prefix
      ).isWindows
    if isWindows { return nil }
    if entrypoint?.isShellForm == true { command = nil }
    guard let front = words(entrypoint), let back = words(command) else { return nil }
    let isKnown =
      state.entrypoint != nil || stage.rootBase.bringsNothing || stage.baseFacts?.entrypoint != nil
    return StartReading(
      interpreter: self, stage: stage, entrypoint: entrypoint, command: command,
      words: front + back, entrypointCount: front.count, isCertain: isKnown
    ).result()
  }

  /// The words of a command; a shell form as its shell with the text.
  private func words(_ command: EffectiveCommand?) -> [Argument]? {
    guard let command else { return [] }
    switch command.form {
    case .exec(let words): return words
    case .shell(let text):
      guard let shell = command.shell.value else { return nil }
      return shell.map { Argument(made: $0) } + [Argument(text)]
    }
  }
}

extension StageBase {
  /// Whether it certainly has neither ENTRYPOINT nor CMD.
  fileprivate var bringsNothing: Bool {
    switch self {
    case .scratch, .fragment: true
    default: false
    }
  }
}

/// Reads joined words down to what does the work.
private struct StartReading {
  let interpreter: Interpreter
  let stage: StageFacts
  let entrypoint: EffectiveCommand?
  let command: EffectiveCommand?
  let words: [Argument]
  let entrypointCount: Int
  let isCertain: Bool

  func result() -> StartCommand? {
    let (wrappers, rest) = peel(words)
    guard let place = instruction else { return nil }
    // At run time there is the environment, and no ARG.
    var state = stage.end
    state.scope.arguments = [:]
    var step = Step(instruction: place, index: 0, before: state)
    let reader = ScriptReader(
      interpreter: interpreter, stage: stage.index, facts: stage.baseFacts,
      base: stage.baseText.prefix)
    reader.exec(rest, state: state, step: &step)
    let program = step.commands.first
    let script = step.scripts.first
    let commands = script == nil ? step.commands : Array(step.commands.dropFirst())
    return StartCommand(
      words: words, entrypointCount: entrypointCount, entrypoint: entrypoint, command: command,
      isCertain: isCertain, wrappers: wrappers + (program?.wrappers ?? []), program: program,
      script: script, commands: commands, main: main(program, script, commands))
  }

  /// The words without the wrappers in front.
  private func peel(_ words: [Argument]) -> (wrappers: [String], rest: [Argument]) {
    let values = words.map(\.value)
    var wrappers: [String] = []
    var index = 0
    while let length = StartWrapper.length(
      values[index...], isInherited: words[index].range.isEmpty && index < entrypointCount)
    {
      wrappers.append(FilePaths.name(values[index]))
      index += length
    }
    return (wrappers, Array(words[index...]))
  }

  private func main(
    _ program: CommandUse?, _ script: ShellScript?, _ commands: [CommandUse]
  ) -> CommandUse? {
    guard let program else { return nil }
    if let script {
      guard let last = commands.last, let end = script.statements.last, last.isCertain,
        let context = last.context, context.depth == 0, context.isLastStatement,
        context.isLastInPipeline, !end.isBackground,
        last.command?.range.upperBound == end.range.upperBound
      else { return nil }
      return inner(last)
    }
    if let name = program.program, ShellDialect(executable: name) != nil { return nil }
    let name = program.program ?? ""
    if name.hasSuffix(".sh") || name.hasSuffix(".bash") || name.contains("entrypoint")
      || name == "init"
    {
      return nil
    }
    return program
  }

  /// A command of a script without wrappers that only words tell, such as `poetry run`.
  private func inner(_ use: CommandUse) -> CommandUse {
    guard let path = use.path, let first = path.value else { return use }
    let all = [path] + use.arguments
    // An argument that is not known is no wrapper and no option.
    let values = [first] + use.arguments.map { $0.value ?? $0.text }
    var index = 0
    var wrappers = use.wrappers
    while let length = StartWrapper.length(values[index...], isInherited: false) {
      wrappers.append(FilePaths.name(values[index]))
      index += length
    }
    if index == 0 { return use }
    return CommandUse(
      program: all[index].value.map { FilePaths.name($0) }, path: all[index],
      arguments: Array(all[(index + 1)...]), wrappers: wrappers,
      range: all[index].range.union(all.last?.range ?? all[index].range), command: use.command,
      context: use.context, stage: use.stage, step: use.step, kind: use.kind, script: use.script,
      directory: use.directory, isCertain: use.isCertain, locals: use.locals)
  }

  /// The instruction that says what runs; any of the stage where the base does.
  private var instruction: Instruction? {
    if let step = command?.step ?? entrypoint?.step, stage.steps.indices.contains(step) {
      return stage.steps[step].instruction
    }
    if let range = command?.range ?? entrypoint?.range {
      return interpreter.syntax.instructions.first { $0.range == range }
    }
    return stage.fromInstruction ?? stage.steps.first?.instruction
  }
}
