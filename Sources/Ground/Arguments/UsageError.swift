/// A command line that cannot be understood.
public struct UsageError: Error, Hashable, Sendable {
  /// What is wrong with it, in lower case and without a full stop.
  public let message: String
  /// What was probably meant, or what to write instead.
  public let hint: String?
  /// The words that call the command in question, without the program; nil where that is not known.
  public let command: [String]?

  /// An error from its parts; a command that throws one need not name itself.
  public init(_ message: String, hint: String? = nil, command: [String]? = nil) {
    self.message = message
    self.hint = hint
    self.command = command
  }
}
