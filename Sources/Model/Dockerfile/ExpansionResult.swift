/// What a word expands to.
public struct ExpansionResult: Hashable, Sendable {
  /// The text, as far as it is known.
  public let value: ExpansionValue
  /// Every reference in the order in which they begin in the word.
  public let references: [ExpansionReference]

  /// The names that the environment had a value for.
  public var used: Set<String> {
    names {
      if case .known = $0 { true } else { false }
    }
  }

  /// The names that were certainly not set.
  public var unset: Set<String> { names { $0 == .unset } }

  /// The names that the environment could not tell about.
  public var unknown: Set<String> { names { $0 == .unknown } }

  private func names(_ isWanted: (ExpansionBinding) -> Bool) -> Set<String> {
    var result: Set<String> = []
    for reference in references where isWanted(reference.binding) { result.insert(reference.name) }
    return result
  }
}
