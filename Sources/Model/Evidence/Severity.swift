/// How much a finding matters.
public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
  /// Worth knowing; nothing is broken.
  case info
  /// A defect that should be repaired.
  case warning
  /// It does not build or start, or it opens the image to attack.
  case error

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }

  /// Orders from `info` to `error`.
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
