/// The part of Go's regular expressions that ignore patterns turn into, matched
/// from the start of a path in time proportional to path times pattern.
struct IgnoreExpression: Sendable {
  /// What takes one character.
  enum Taker: Sendable {
    case scalar(UInt32)
    case notSlash
    case notNewline
    case anything
    case set(IgnoreScalarSet)

    func takes(_ scalar: UInt32) -> Bool {
      switch self {
      case .scalar(let own): scalar == own
      case .notSlash: scalar != 0x2F
      case .notNewline: scalar != 0x0A
      case .anything: true
      case .set(let set): set.contains(scalar)
      }
    }
  }

  /// A condition between two characters.
  enum Condition: Sendable {
    case start
    case end
    case wordBoundary
    case noWordBoundary
  }

  /// A step of a match. All jumps go forward.
  enum Node: Sendable {
    case one(Taker)
    case any(Taker)
    case optional(skipTo: Int)
    case condition(Condition)
  }

  private let branches: [IgnoreBranch]

  /// An expression from its text, or nothing where Go refuses the text.
  init?(_ scalars: [UInt32]) {
    var parser = IgnoreExpressionParser(scalars)
    guard let branches = parser.parse() else { return nil }
    self.branches = branches.map { IgnoreBranch($0) }
  }

  /// Whether a cleaned path or a folder above it matches.
  func matchesPathOrParent(_ path: [UInt8]) -> Bool {
    branches.contains { $0.matchesPathOrParent(path) }
  }

  /// Whether a path that begins with `folder` may match.
  func mayMatch(below folder: [UInt8]) -> Bool {
    branches.contains { $0.mayMatch(below: folder) }
  }
}
