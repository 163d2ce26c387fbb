import BaseImages
import Dockerfile
import Evidence
import Facts
import Shell
import Source

/// The repairs that switch `pipefail` on, each for as little of the file as the shell allows.
///
/// bash, BusyBox ash and their kin are told in the text itself, which touches this one RUN. The `sh`
/// of Debian, up to dash 0.5.12, does not know the option; there SHELL puts bash in its place, before
/// the RUN and up to the last one that has such a pipe, as long as nothing between would notice. What
/// comes later gets its shell back.
struct PipefailRepair {
  /// The pipes of one text behind which a failure goes unseen.
  struct Target {
    let text: ShellText
    let pipes: [SourceRange]
  }

  private let subject: Subject

  /// The repairs of a file.
  init(_ subject: Subject) { self.subject = subject }

  /// One repair with the steps of a stage that it reaches.
  struct Reach {
    let stage: Int
    let steps: ClosedRange<Int>
    let fix: Fix
  }

  /// The repairs of all targets that have one.
  func fixes(for targets: [Target]) -> [Reach] {
    var fixes: [Reach] = []
    for stage in subject.stages {
      var exchanged: [Int: Target] = [:]
      for target in targets where target.text.stage.index == stage.index {
        let step = target.text.step
        if step.instruction.isJSON { continue }
        switch target.text.script.dialect {
        case .ash, .bash, .ksh, .zsh:
          if let fix = told(target) {
            fixes.append(Reach(stage: stage.index, steps: step.index...step.index, fix: fix))
          }
        case .dash, .posix: exchanged[step.index] = target
        }
      }
      fixes += regions(exchanged, stage)
    }
    return fixes
  }

  // MARK: In the text

  /// The option before the first command, or before the first pipe where an earlier pipeline would
  /// fail with it.
  private func told(_ target: Target) -> Fix? {
    let text = target.text
    let ends = PipelineEnds(text.script)
    guard text.isHeredocScript || text.step.instruction.heredocs.isEmpty,
      let place = place(target, ends)
    else { return nil }
    let option =
      "set -o pipefail"
      + (text.isHeredocScript
        ? subject.source.lineEnding + subject.source.indentation(at: place) : " && ")
    return Fix(
      "Set `pipefail` in the step", .unsafe, [.insert(option, at: place)],
      risk: "The build stops where a command before a pipe fails\(Self.doubts(ends)).")
  }

  private func place(_ target: Target, _ ends: PipelineEnds) -> Int? {
    let statements = target.text.script.statements
    guard let first = statements.first, let pipe = target.pipes.min() else { return nil }
    guard let last = ends.cutShort.map(\.range.upperBound).max() else {
      return first.range.lowerBound
    }
    guard !target.text.isHeredocScript,
      let statement = statements.first(where: { $0.range.contains(pipe) }),
      statement.list.rest.allSatisfy({ $0.operator == .and }),
      let pipeline = statement.list.pipelines.first(where: { $0.range.contains(pipe) }),
      last <= pipeline.range.lowerBound
    else { return nil }
    return pipeline.range.lowerBound
  }

  /// What else stops the build, to go behind the sentence that says what does.
  private static func doubts(_ ends: PipelineEnds) -> String {
    if ends.answering.isEmpty { return "" }
    let names = ends.answering.sorted().map { "`\($0)`" }.joined(separator: " or ")
    return ", which \(names) there may do without anything being wrong"
  }

  // MARK: By another shell

  private struct Region {
    var first: Target
    var last: Target
    var answering: Set<String>
  }

  /// The repairs of a stage.
  private func regions(_ targets: [Int: Target], _ stage: StageFacts) -> [Reach] {
    guard !targets.isEmpty, case .sh(_, bash: true?)? = stage.baseFacts?.shell else { return [] }
    var fixes: [Reach] = []
    var region: Region?
    func close() {
      if let region {
        fixes.append(
          Reach(
            stage: stage.index, steps: region.first.text.step.index...region.last.text.step.index,
            fix: exchange(region, stage)))
      }
      region = nil
    }
    for step in stage.steps {
      if let target = targets[step.index], let ends = exchangeable(target) {
        region?.last = target
        region?.answering.formUnion(ends.answering)
        if region == nil {
          region = Region(first: target, last: target, answering: ends.answering)
        }
      } else if Self.notices(step) {
        close()
      }
    }
    close()
    return fixes
  }

  /// What the pipelines of a text do in bash with the option; nil where bash must not read it.
  private func exchangeable(_ target: Target) -> PipelineEnds? {
    let text = target.text
    guard text.step.before.shell.value == ["/bin/sh", "-c"], !Self.namesShell(text.step) else {
      return nil
    }
    let ends = PipelineEnds(text.script)
    return ends.cutShort.isEmpty && !ends.echoesEscapes ? ends : nil
  }

  private func exchange(_ region: Region, _ stage: StageFacts) -> Fix {
    let first = region.first.text.step
    let last = region.last.text.step
    let keyword = first.instruction.keyword.value.first?.isLowercase == true ? "shell" : "SHELL"
    var edits = [
      subject.inserting(
        lines: ["\(keyword) [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]"],
        above: first.instruction)
    ]
    let isRestored = isRead(after: last, stage)
    if isRestored {
      edits.append(
        subject.inserting(lines: ["\(keyword) [\"/bin/sh\", \"-c\"]"], below: last.instruction))
    }
    let steps = first.index == last.index ? "the step" : "the steps"
    var ends = "Bash reads \(steps), and the build stops where a command before a pipe fails"
    if !region.answering.isEmpty {
      let names = region.answering.sorted().map { "`\($0)`" }.joined(separator: " or ")
      ends += ", which \(names) there may do without anything being wrong"
    }
    ends += isRestored ? "." : "; so it does in images that build on this one."
    return Fix("Run \(steps) with bash and `pipefail`", .unsafe, edits, risk: ends)
  }

  /// Whether something behind a step runs in the shell that stands there and would notice another.
  private func isRead(after step: Step, _ stage: StageFacts) -> Bool {
    for later in stage.steps.dropFirst(step.index + 1) {
      if later.kind == .shell { return false }
      if Self.notices(later) { return true }
    }
    return subject.stages.contains {
      if case .stage(stage.index) = $0.base { true } else { false }
    }
  }

  /// Whether a step would do something else with bash and `pipefail`, or sets a shell itself.
  private static func notices(_ step: Step) -> Bool {
    switch step.instruction.body {
    case .shell?, .onbuild?: return true
    case .cmd(.shell)?, .entrypoint(.shell)?: return true
    case .healthcheck(let check)?:
      if case .shell? = check.command { return true }
      return false
    case .run(let run)?:
      guard case .shell = run.command, !namesShell(step) else { return false }
      guard let script = step.scripts.first else { return true }
      let ends = PipelineEnds(script)
      return !script.features.isEmpty || !script.problems.isEmpty || ends.hasPipeline
        || ends.echoesEscapes || ends.echoesVariables
    default: return false
    }
  }

  /// Whether the text is a here-document that names its own shell.
  private static func namesShell(_ step: Step) -> Bool {
    guard case .run(let run)? = step.instruction.body, run.isHeredocScript else { return false }
    return step.instruction.heredocs.first?.content.bytes.starts(with: "#!".utf8) == true
  }
}
