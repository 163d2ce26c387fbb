/// A command, as data: help, manuals, completion and parsing all follow from it.
public struct CommandDescription: Hashable, Sendable {
  /// A command line and what it does.
  public struct Example: Hashable, Sendable {
    /// The command line as typed.
    public let line: String
    /// What it does, as a sentence that begins with a verb, without a full stop.
    public let text: String

    /// A command line and what it does.
    public init(_ line: String, _ text: String) {
      self.line = line
      self.text = text
    }
  }

  /// An exit status and what it tells.
  public struct ExitStatus: Hashable, Sendable {
    /// The number, or numbers such as `130, 143`.
    public let code: String
    /// What it tells, in a sentence without a full stop.
    public let meaning: String

    /// A status and its meaning.
    public init(_ code: String, _ meaning: String) {
      self.code = code
      self.meaning = meaning
    }
  }

  /// The word that calls it.
  public let name: String
  /// Other words that call it.
  public let aliases: [String]
  /// What it does, in one short sentence without a full stop.
  public let abstract: String
  /// What more there is to know, as paragraphs with an empty line between; for manuals only.
  public let discussion: String
  /// The title under which help of the command above lists it.
  public let group: String
  /// The words it takes by place.
  public let arguments: [ArgumentDescription]
  /// The options of its own.
  public let options: [OptionDescription]
  /// Command lines worth knowing.
  public let examples: [Example]
  /// Statuses that differ from the usual ones.
  public let exitStatuses: [ExitStatus]
  /// Commands below it; one that has any is never run by itself.
  public let subcommands: [CommandDescription]
  /// Whether help and completion leave it out.
  public let isHidden: Bool

  /// A command from its parts.
  public init(
    name: String, aliases: [String] = [], abstract: String, discussion: String = "",
    group: String = "Commands", arguments: [ArgumentDescription] = [],
    options: [OptionDescription] = [], examples: [Example] = [], exitStatuses: [ExitStatus] = [],
    subcommands: [CommandDescription] = [], isHidden: Bool = false
  ) {
    self.name = name
    self.aliases = aliases
    self.abstract = abstract
    self.discussion = discussion
    self.group = group
    self.arguments = arguments
    self.options = options
    self.examples = examples
    self.exitStatuses = exitStatuses
    self.subcommands = subcommands
    self.isHidden = isHidden
  }

  /// The same command with other commands below it.
  public func with(subcommands: [CommandDescription]) -> CommandDescription {
    CommandDescription(
      name: name, aliases: aliases, abstract: abstract, discussion: discussion, group: group,
      arguments: arguments, options: options, examples: examples, exitStatuses: exitStatuses,
      subcommands: subcommands, isHidden: isHidden)
  }

  /// The commands below it that help shows.
  public var visibleSubcommands: [CommandDescription] { subcommands.filter { !$0.isHidden } }

  /// The command below it of this name or alias.
  public func subcommand(_ name: String) -> CommandDescription? {
    subcommands.first { $0.name == name || $0.aliases.contains(name) }
  }
}
