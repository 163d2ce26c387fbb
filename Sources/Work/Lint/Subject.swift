public import BaseImages
import Dockerfile
public import Facts
public import Policy
import Source

/// What a rule looks at: one Dockerfile with everything known of it, and the policy in force.
public struct Subject: Sendable {
  /// The facts of the file.
  public let facts: DockerfileFacts
  /// The values that the policy measures against.
  public let values: PolicyValues
  /// The day by which ends of life are judged.
  public let today: Day
  /// Every step of every stage.
  let steps: [(stage: StageFacts, step: Step)]
  private let stepsByKind: [InstructionKind: [(stage: StageFacts, step: Step)]]

  /// A subject from its parts.
  public init(facts: DockerfileFacts, values: PolicyValues, today: Day) {
    self.facts = facts
    self.values = values
    self.today = today
    steps = facts.stages.flatMap { stage in stage.steps.map { (stage, $0) } }
    var byKind: [InstructionKind: [(stage: StageFacts, step: Step)]] = [:]
    for entry in steps {
      if let kind = entry.step.kind { byKind[kind, default: []].append(entry) }
    }
    stepsByKind = byKind
  }

  /// The text.
  var source: SourceText { facts.source }

  /// The stages.
  var stages: [StageFacts] { facts.stages }

  /// The files of the build context; nil where none are given.
  var context: (any BuildContext)? { facts.context }

  /// The steps of one kind of instruction.
  func steps(_ kind: InstructionKind) -> [(stage: StageFacts, step: Step)] {
    stepsByKind[kind] ?? []
  }

  /// The COPY instructions, then the ADD instructions.
  var transfers: [(stage: StageFacts, step: Step)] { steps(.copy) + steps(.add) }

  /// Every command that a package manager is, in RUN instructions.
  var packageCommands: [PackageCommand] { facts.packageCommands }

  /// The text of a range.
  func text(_ range: SourceRange) -> String { source.text(range) }

  /// The stage that a command belongs to.
  func stage(of command: CommandUse) -> StageFacts { stages[command.stage] }

  /// The stage that `--from` names, by number or by name; nil for what is no stage.
  func stage(named text: String) -> StageFacts? {
    if let number = Int(text) {
      return stages.indices.contains(number) && stages[number].from != nil ? stages[number] : nil
    }
    return facts.stagesByName[text.lowercased()].map { stages[$0] }
  }
}
