public import Arguments

/// A command: what is known of it, and what it does.
public struct Command: Sendable {
  /// The work of a command. It writes to the session, returns how it went, and throws `Failure`
  /// when it cannot be done or `UsageError` when its words do not fit together.
  public typealias Run = @Sendable (Session, ParsedArguments) throws -> ExitCode

  /// What is known of it; its subcommands are those of `subcommands`.
  public let description: CommandDescription
  /// The commands below it, as `pull` is below `image`.
  public let subcommands: [Command]
  /// What it does.
  public let run: Run

  /// A command that does something.
  public init(_ description: CommandDescription, run: @escaping Run) {
    self.description = description
    self.run = run
    subcommands = []
  }

  /// A noun with commands below it.
  public init(_ description: CommandDescription, subcommands: [Command]) {
    self.description = description.with(subcommands: subcommands.map(\.description))
    self.subcommands = subcommands
    run = { _, _ in .usage }
  }
}
