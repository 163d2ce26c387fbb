/// What a command line, the environment and the defaults say together.
///
/// Asking for an option that the command does not have gives what an option
/// gives that was not used.
public struct ParsedArguments: Sendable {
  /// Where a value comes from.
  public enum Origin: Hashable, Sendable {
    /// The command line.
    case commandLine
    /// The environment variable of this name.
    case environment(String)
    /// The default of the option.
    case defaultValue
  }

  struct Setting: Sendable {
    var values: [String]
    var origin: Origin
  }

  var settings: [String: Setting] = [:]
  var words: [String: [String]] = [:]

  /// Nothing given at all, for tests.
  public init() {}

  /// Whether a flag is set, or is so by default.
  public func flag(_ option: OptionDescription) -> Bool { value(option) == "true" }

  /// The last value of an option, or its default; nil without either.
  public func value(_ option: OptionDescription) -> String? {
    settings[option.long]?.values.last ?? option.defaultValue
  }

  /// All values of an option in their order.
  public func list(_ option: OptionDescription) -> [String] { settings[option.long]?.values ?? [] }

  /// The number that an option holds; nil when it holds none.
  public func integer(_ option: OptionDescription) -> Int? { value(option).flatMap { Int($0) } }

  /// The value of an option with choices as a case of an enumeration; nil when it is none.
  public func choice<Choice: RawRepresentable<String>>(
    _ option: OptionDescription, as type: Choice.Type = Choice.self
  ) -> Choice? {
    value(option).flatMap { Choice(rawValue: $0) }
  }

  /// Where the value of an option comes from; nil when it has none.
  public func origin(_ option: OptionDescription) -> Origin? {
    settings[option.long]?.origin ?? (option.defaultValue == nil ? nil : .defaultValue)
  }

  /// Whether the command line or the environment says something of an option, so that it stands
  /// above what a file says.
  public func isGiven(_ option: OptionDescription) -> Bool { settings[option.long] != nil }

  /// The word at the place of an argument; nil when it was left out.
  public func argument(_ argument: ArgumentDescription) -> String? { words[argument.name]?.first }

  /// All words at the place of an argument.
  public func arguments(_ argument: ArgumentDescription) -> [String] { words[argument.name] ?? [] }
}
