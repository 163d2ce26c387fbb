/// An option of a command, as data.
public struct OptionDescription: Hashable, Sendable {
  /// How an option takes values.
  public enum Kind: Hashable, Sendable {
    /// Takes none: given or not.
    case flag
    /// Takes none, and `--no-NAME` takes it back.
    case negatableFlag
    /// Takes one; of several, the last counts.
    case value
    /// Takes many, one each time it is given, or several between separators where there is one.
    case list(separator: Character?)
    /// Takes one by `--name=value`; by itself it stands for the value given here.
    case optionalValue(String)
  }

  /// What stands for an option in the environment.
  public enum Variable: Hashable, Sendable {
    /// The name that follows from program, command and option, such as `HARDSTAND_CHECK_FORMAT`.
    case derived
    /// This name.
    case named(String)
    /// Nothing.
    case none
  }

  /// The name after `--`.
  public let long: String
  /// The letter after `-`, if there is one.
  public let short: Character?
  /// How it takes values.
  public let kind: Kind
  /// What the value is called in help, in capitals; empty for flags.
  public let valueName: String
  /// Which values it takes.
  public let values: ValueSet
  /// The value where none is given; nil when that means something else.
  public let defaultValue: String?
  /// Its name in the environment.
  public let variable: Variable
  /// What it does, in a sentence without a full stop.
  public let help: String
  /// Whether help and completion leave it out.
  public let isHidden: Bool
  /// The title under which help lists it; nil for the usual one.
  public let group: String?

  /// An option from all its parts; `flag`, `value` and `list` are shorter.
  public init(
    _ long: String, short: Character? = nil, kind: Kind, valueName: String = "",
    values: ValueSet = .text, default defaultValue: String? = nil, variable: Variable = .derived,
    help: String, isHidden: Bool = false, group: String? = nil
  ) {
    self.long = long
    self.short = short
    self.kind = kind
    self.valueName = valueName
    self.values = values
    self.defaultValue = defaultValue
    self.variable = variable
    self.help = help
    self.isHidden = isHidden
    self.group = group
  }

  /// An option without a value; one that is on by default can only be taken back by `--no-NAME`.
  public static func flag(
    _ long: String, short: Character? = nil, negatable: Bool = false, isOn: Bool = false,
    variable: Variable = .derived, isHidden: Bool = false, group: String? = nil, help: String
  ) -> OptionDescription {
    OptionDescription(
      long, short: short, kind: negatable || isOn ? .negatableFlag : .flag,
      default: isOn ? "true" : nil, variable: variable, help: help, isHidden: isHidden,
      group: group)
  }

  /// An option with one value.
  public static func value(
    _ long: String, short: Character? = nil, _ valueName: String, _ values: ValueSet = .text,
    default defaultValue: String? = nil, variable: Variable = .derived, isHidden: Bool = false,
    group: String? = nil, help: String
  ) -> OptionDescription {
    OptionDescription(
      long, short: short, kind: .value, valueName: valueName, values: values,
      default: defaultValue, variable: variable, help: help, isHidden: isHidden, group: group)
  }

  /// An option with many values.
  public static func list(
    _ long: String, short: Character? = nil, _ valueName: String, _ values: ValueSet = .text,
    separator: Character? = ",", variable: Variable = .derived, isHidden: Bool = false,
    group: String? = nil, help: String
  ) -> OptionDescription {
    OptionDescription(
      long, short: short, kind: .list(separator: separator), valueName: valueName, values: values,
      variable: variable, help: help, isHidden: isHidden, group: group)
  }

  /// The same option where help and completion leave it out, as it is told elsewhere.
  public var hidden: OptionDescription {
    OptionDescription(
      long, short: short, kind: kind, valueName: valueName, values: values, default: defaultValue,
      variable: variable, help: help, isHidden: true, group: group)
  }

  /// Whether the word after it belongs to it.
  var takesNextWord: Bool {
    switch kind {
    case .value, .list: true
    case .flag, .negatableFlag, .optionalValue: false
    }
  }

  /// The spellings without values, the short one first.
  var spellings: [String] {
    var result: [String] = []
    if let short { result.append("-\(short)") }
    result.append("--\(long)")
    if kind == .negatableFlag { result.append("--no-\(long)") }
    return result
  }
}
