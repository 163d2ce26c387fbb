/// A text that is known, or known in part.
public enum ExpansionValue: Hashable, Sendable {
  /// The whole text.
  case known(String)
  /// The text certainly begins with `prefix` and ends with `suffix`; what stands
  /// between the two, which may be nothing, hangs on variables that are not known.
  case unknown(prefix: String, suffix: String)

  /// The text, where it is known.
  public var text: String? {
    if case .known(let text) = self { return text }
    return nil
  }

  /// What the text certainly begins with; all of it where it is known.
  public var prefix: String {
    switch self {
    case .known(let text): text
    case .unknown(let prefix, _): prefix
    }
  }

  /// What the text certainly ends with; all of it where it is known.
  public var suffix: String {
    switch self {
    case .known(let text): text
    case .unknown(_, let suffix): suffix
    }
  }
}
