import Arguments

/// What the status of hardstand tells the one who called it.
public enum ExitCode: Int32, Hashable, Sendable, CaseIterable {
  /// All was done and nothing is wrong.
  case clean = 0
  /// Something was found, or a gate is closed.
  case findings = 1
  /// The command line cannot be understood.
  case usage = 2
  /// Something could not be done.
  case failed = 3
  /// Stopped by the keyboard (SIGINT).
  case interrupted = 130
  /// The reader of the output went away (SIGPIPE).
  case readerGone = 141
  /// Stopped by another process (SIGTERM).
  case terminated = 143

  /// What it tells, in a sentence without a full stop.
  public var meaning: String {
    switch self {
    case .clean: "All was done and nothing is wrong"
    case .findings: "Something was found, or a gate is closed"
    case .usage: "The command line cannot be understood"
    case .failed: "Something could not be done; the rest was done and reported"
    case .interrupted: "Stopped by the keyboard"
    case .readerGone: "The reader of the output went away"
    case .terminated: "Stopped by another process"
    }
  }

  /// The code of a batch: what could not be done weighs more than what was found.
  public func joined(with other: ExitCode) -> ExitCode { rawValue >= other.rawValue ? self : other }

  static var descriptions: [CommandDescription.ExitStatus] {
    allCases.map { .init(String($0.rawValue), $0.meaning) }
  }
}
