import Facts
import Shell

extension CommandUse {
  /// The value of an environment variable as this command sees it.
  ///
  /// The assignments in front of it come first, then what its script set, then
  /// ENV and ARG. What the base sets is taken as known where anything is known
  /// of the base, and in a text without FROM.
  func variable(_ name: String, in subject: Subject) -> Fact<String> {
    if let command {
      for wrapper in command.invocation.wrappers.reversed() {
        for word in wrapper.words where word.assignmentName == name {
          return word.assignmentValue.map { $0.literal.map { .known($0) } ?? .unknown }
            ?? .known("")
        }
      }
      for assignment in command.assignments where assignment.name == name {
        return assignment.value.map { $0.literal.map { .known($0) } ?? .unknown } ?? .known("")
      }
    }
    if let local = locals[name] { return local }
    let scope = subject.facts.step(of: self).before.scope
    let value = scope.value(name)
    guard value.isUnknown, scope.binding(name) == nil else { return value }
    let stage = subject.stage(of: self)
    if stage.baseFacts != nil { return .absent }
    if case .fragment = stage.rootBase { return .absent }
    return .unknown
  }

  /// Whether a variable is set to something that switches a flag on; nil where that is not known.
  func isSwitchedOn(_ name: String, in subject: Subject) -> Bool? {
    switch variable(name, in: subject) {
    case .known(let value): !["", "0", "false", "no", "off"].contains(value.lowercased())
    case .absent: false
    case .unknown: nil
    }
  }

  /// Whether a variable is set to something; nil where that is not known.
  func isSet(_ name: String, in subject: Subject) -> Bool? {
    switch variable(name, in: subject) {
    case .known(let value): !value.isEmpty
    case .absent: false
    case .unknown: nil
    }
  }
}
