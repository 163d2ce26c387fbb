/// The words that a text falls into after its variables were expanded.
public struct ExpansionWords: Hashable, Sendable {
  /// The words in order; none is empty where it is known.
  public let words: [ExpansionValue]
  /// Whether there are certainly as many words as told: an unknown value outside
  /// of quotes may hold spaces, or nothing at all.
  public let isCountCertain: Bool
  /// Every reference in the order in which they begin in the text.
  public let references: [ExpansionReference]

  /// The words as text, where every one of them and their number is known.
  public var texts: [String]? {
    guard isCountCertain else { return nil }
    var result: [String] = []
    for word in words {
      guard let text = word.text else { return nil }
      result.append(text)
    }
    return result
  }
}
