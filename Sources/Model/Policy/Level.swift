/// What a profile or a configuration asks of a rule.
public enum Level: String, Hashable, Sendable, CaseIterable {
  /// Not to run.
  case off
  /// To run at the severity it has of its own.
  case on
  /// To run, its findings worth knowing.
  case info
  /// To run, its findings defects.
  case warning
  /// To run, its findings grave.
  case error
}
