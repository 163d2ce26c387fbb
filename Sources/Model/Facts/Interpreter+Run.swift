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
    let mounts = mount(run.mounts, on: &state)
    for (index, command) in step.commands.enumerated() {
      finder.look(at: command, index: index, state: state, tolerated: tolerated)
      let package = PackageCommand(command)
      if let package { step.packages.append(package) }
      effects.apply(command, package, to: &state)
    }
    step.faults = finder.faults
    for path in mounts { state.files.unmount(path) }
  }

  /// What mounts bring for the time of a RUN: folders of which nothing more is known.
  private func mount(_ mounts: [Mount], on state: inout StageState) -> [String] {
    var paths: [String] = []
    for mount in mounts {
      guard let target = mount.target ?? (mount.type == "secret" ? "/run/secrets" : nil) else {
        continue
      }
      guard !target.contains("$"), let path = absolute(target, in: state), path != "/" else {
        state.files.isTainted = true
        continue
      }
      state.files.mount(path)
      paths.append(path)
    }
    return paths
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
