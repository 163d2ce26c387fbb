extension CommandTree {
  /// What a command line asks for.
  public enum Request: Sendable {
    /// To show the help of the last command of a path. `isWanted` is false when a command was
    /// left out instead.
    case help([CommandDescription], isWanted: Bool)
    /// To show the version.
    case version
    /// To run the last command of a path.
    case run([CommandDescription], ParsedArguments)
  }

  /// The request that the words after the name of the program make.
  /// - Throws: `UsageError` when they make none.
  public func parse(
    _ words: [String], environment: [String: String] = [:]
  ) throws(UsageError) -> Request {
    var reading = CommandLineReading(tree: self, words: words)
    return try reading.request(environment)
  }
}
