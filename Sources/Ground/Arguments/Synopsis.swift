/// How commands and options are written down.
enum Synopsis {
  /// A command with the kinds of words it takes.
  static func text(_ path: [CommandDescription]) -> String {
    var words = path.map(\.name)
    words.append("[OPTIONS]")
    guard let command = path.last else { return "" }
    if !command.subcommands.isEmpty { words.append("COMMAND") }
    words += command.arguments.map(\.synopsis)
    return words.joined(separator: " ")
  }

  /// The spellings of an option with its value, such as `-f, --format FORMAT`.
  static func spelling(_ option: OptionDescription) -> String {
    let short = option.short.map { "-\($0), " } ?? "    "
    return short + long(option)
  }

  /// The long spelling of an option with its value.
  static func long(_ option: OptionDescription) -> String {
    switch option.kind {
    case .flag: "--\(option.long)"
    case .negatableFlag: "--[no-]\(option.long)"
    case .value, .list: "--\(option.long) \(option.valueName)"
    case .optionalValue: "--\(option.long)[=\(option.valueName)]"
    }
  }

  /// The help of an option with its choices and default.
  static func help(_ option: OptionDescription) -> String {
    var text = option.help
    if case .choices(let choices) = option.values {
      text += ": " + choices.map(\.name).joined(separator: ", ")
    }
    if let value = defaultValue(option) { text += " [default: \(value)]" }
    return text
  }

  /// The default of an option in words; a flag is `on`.
  static func defaultValue(_ option: OptionDescription) -> String? {
    option.kind == .negatableFlag && option.defaultValue == "true" ? "on" : option.defaultValue
  }
}
