import Dockerfile
import Facts
import Shell
import Source

/// A shell text of an instruction together with its place.
struct ShellText {
  /// The stage.
  let stage: StageFacts
  /// The instruction.
  let step: Step
  /// The text as syntax.
  let script: ShellScript
  /// The index of the script in the scripts of its step.
  let index: Int

  /// Whether the text is the body of a here-document that RUN consists of.
  var isHeredocScript: Bool {
    if case .run(let run)? = step.instruction.body { run.isHeredocScript } else { false }
  }

  /// The commands of the text, nested ones included.
  var commands: [CommandUse] {
    step.commands.filter { $0.script == index && $0.command != nil }
  }

  /// The options of the shell that reads it.
  var options: ShellOptions { ShellOptions(self) }
}

extension Subject {
  /// The shell texts of the instructions of one kind.
  func shellTexts(_ kind: InstructionKind = .run) -> [ShellText] {
    var texts: [ShellText] = []
    for stage in stages {
      for step in stage.steps where step.kind == kind {
        for index in step.scripts.indices {
          texts.append(
            ShellText(stage: stage, step: step, script: step.scripts[index], index: index))
        }
      }
    }
    return texts
  }

  /// The calls of some programs in the shell text of RUN.
  func shellCommands(_ programs: String...) -> [CommandUse] {
    let found = programs.flatMap { facts.commandsByProgram[$0] ?? [] }
      .filter { $0.kind == .run && $0.command != nil }
    return programs.count == 1 ? found : found.sorted { $0.range < $1.range }
  }

  /// The shell text that a command stands in; nil for one of an exec form.
  func shellText(of command: CommandUse) -> ShellText? {
    let step = facts.step(of: command)
    guard command.command != nil, command.script < step.scripts.count else { return nil }
    return ShellText(
      stage: stages[command.stage], step: step, script: step.scripts[command.script],
      index: command.script)
  }
}
