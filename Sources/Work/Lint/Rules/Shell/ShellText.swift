import Dockerfile
import Facts
import Shell
import Source

/// A shell text of an instruction together with its place.
struct ShellText {
  private let stages: [StageFacts]
  private let stageIndex: Int
  private let stepIndex: Int
  /// The text as syntax.
  let script: ShellScript
  /// The index of the script in the scripts of its step.
  let index: Int

  /// A script of a step.
  init(_ stages: [StageFacts], stage: Int, step: Int, index: Int) {
    self.stages = stages
    stageIndex = stage
    stepIndex = step
    script = stages[stage].steps[step].scripts[index]
    self.index = index
  }

  /// The stage.
  var stage: StageFacts { stages[stageIndex] }

  /// The instruction.
  var step: Step { stages[stageIndex].steps[stepIndex] }

  /// Whether the text is the body of a here-document that RUN consists of.
  var isHeredocScript: Bool {
    if case .run(let run)? = step.instruction.body { run.isHeredocScript } else { false }
  }

  /// The commands of the text, nested ones included.
  var commands: [CommandUse] {
    step.commands.filter { $0.script == index && $0.command != nil }
  }

  /// Whether a command of the text runs in a substitution and sends its output elsewhere.
  var hasRedirectedSubstitution: Bool {
    step.commands.contains {
      $0.script == index && $0.context?.output == .redirected
        && $0.context?.surroundings.isDisjoint(with: [.commandSubstitution, .processSubstitution])
          == false
    }
  }

  /// Whether any argument of a command has a parameter or substitution in it.
  var hasExpansion: Bool {
    step.commands.contains {
      $0.script == index && $0.command?.words.contains { $0.containsExpansion } == true
    }
  }

  /// The options of the shell that reads it.
  var options: ShellOptions { ShellOptions(self) }
}

extension Subject {
  /// The shell texts of the instructions of one kind.
  func shellTexts(_ kind: InstructionKind = .run) -> [ShellText] {
    var texts: [ShellText] = []
    for stage in stages.indices {
      for step in stages[stage].steps.indices where stages[stage].steps[step].kind == kind {
        for index in stages[stage].steps[step].scripts.indices {
          texts.append(ShellText(stages, stage: stage, step: step, index: index))
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
    let count = stages[command.stage].steps[command.step].scripts.count
    guard command.command != nil, command.script < count else { return nil }
    return ShellText(stages, stage: command.stage, step: command.step, index: command.script)
  }
}
