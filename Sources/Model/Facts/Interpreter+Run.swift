import BaseImages
import Dockerfile
import Shell
import Source

extension Interpreter {
  /// RUN: its scripts, its commands, and what they change.
  mutating func run(
    _ run: Run, _ instruction: Instruction, state: inout StageState, step: inout Step,
    stage: inout StageFacts
  ) {
    for mount in run.mounts {
      if let from = mount.from, let index = stageIndex(from, before: stage.index) {
        stage.needs.append((index, mount.range))
      }
    }
    let reader = ScriptReader(
      interpreter: self, stage: stage.index, facts: stage.baseFacts, base: stage.baseText.prefix)
    reader.read(run.command, isHeredocScript: run.isHeredocScript, state: state, step: &step)
    let effects = Effects(interpreter: self)
    if step.commands.isEmpty, step.scripts.isEmpty { effects.taint(&state) }
    let tolerated = step.scripts.map(FaultFinder.tolerated)
    var finder = FaultFinder(effects: effects)
    for (index, command) in step.commands.enumerated() {
      finder.look(at: command, index: index, state: state, tolerated: tolerated)
      effects.apply(command, to: &state)
    }
    step.faults = finder.faults
  }

  /// CMD, ENTRYPOINT and HEALTHCHECK: what they run, which changes nothing in the build.
  func readCommand(
    _ form: CommandForm, state: StageState, step: inout Step, stage: StageFacts
  ) {
    ScriptReader(
      interpreter: self, stage: stage.index, facts: stage.baseFacts, base: stage.baseText.prefix
    ).read(form, isHeredocScript: false, state: state, step: &step)
  }
}
