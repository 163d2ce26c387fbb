import Evidence
import Facts
import Source

/// How the rules of users speak of faults.
enum FaultReports {
  /// Every fault of the file with its stage and step.
  static func all(_ subject: Subject) -> [(stage: StageFacts, step: Step, fault: Fault)] {
    var found: [(StageFacts, Step, Fault)] = []
    for stage in subject.stages {
      for step in stage.steps where !step.faults.isEmpty {
        for fault in step.faults { found.append((stage, step, fault)) }
      }
    }
    return found
  }

  /// The command at fault; nil where the instruction itself is.
  static func command(of fault: Fault, in step: Step) -> CommandUse? {
    fault.command.flatMap { step.commands.indices.contains($0) ? step.commands[$0] : nil }
  }

  /// The user in force, for a message.
  static func user(_ fault: Fault) -> String { fault.user.text.value ?? fault.user.name ?? "" }

  /// Where the user in force was set.
  static func switching(_ user: UserFact) -> [Finding.Related] {
    user.range.map { [Finding.Related($0, "from here on, this user runs everything")] } ?? []
  }
}
