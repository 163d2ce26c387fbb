/// The state of reading one command line.
struct CommandLineReading {
  let tree: CommandTree
  let words: [String]
  private var index = 0
  private var path: [CommandDescription]
  private var result = ParsedArguments()
  private var operands: [String] = []
  private var shortcut: CommandTree.Request?

  init(tree: CommandTree, words: [String]) {
    self.tree = tree
    self.words = words
    path = [tree.root]
  }

  private var command: CommandDescription { path[path.count - 1] }
  private var commandWords: [String] { path.dropFirst().map(\.name) }
  private var calling: String { path.map(\.name).joined(separator: " ") }

  /// The options that count here: those of the command and those of all.
  private var options: [OptionDescription] { command.options + tree.globalOptions }

  mutating func request(_ environment: [String: String]) throws(UsageError) -> CommandTree.Request {
    var onlyOperands = false
    while index < words.count {
      let word = words[index]
      index += 1
      if onlyOperands || word == "-" || !word.hasPrefix("-") {
        try readOperand(word)
      } else if word == "--" {
        onlyOperands = true
      } else if word.hasPrefix("--") {
        try readLong(word)
      } else {
        try readShort(word)
      }
      if let shortcut { return shortcut }
    }
    if !command.subcommands.isEmpty { return .help(path, isWanted: false) }
    try placeOperands()
    // Few environments speak of the program at all, and the names of all variables are many.
    let prefix = tree.root.name.asVariable + "_"
    let isSpokenOf = environment.keys.contains { $0.hasPrefix(prefix) }
    for option in options where isSpokenOf || option.variable != .derived {
      try readEnvironment(option, environment)
    }
    return .run(path, result)
  }

  private mutating func readOperand(_ word: String) throws(UsageError) {
    if command.subcommands.isEmpty {
      operands.append(word)
      return
    }
    if let next = command.subcommand(word) {
      path.append(next)
      return
    }
    let known = command.visibleSubcommands.flatMap { [$0.name] + $0.aliases }
    throw usage(
      "there is no command `\(calling) \(word)`", Suggestion.sentence(for: word, among: known))
  }

  private mutating func readLong(_ word: String) throws(UsageError) {
    let body = word.dropFirst(2)
    let parts = body.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    let attached = parts.count > 1 ? String(parts[1]) : nil
    for option in options {
      if option.long == name {
        try read(option, spelling: "--\(name)", attached: attached)
        return
      }
      if option.kind == .negatableFlag, name == "no-\(option.long)" {
        if attached != nil { throw usage("`--\(name)` takes no value", nil) }
        set(option, ["false"])
        return
      }
    }
    throw unknown("--\(name)")
  }

  private mutating func readShort(_ word: String) throws(UsageError) {
    var rest = word.dropFirst()
    while let letter = rest.first {
      rest = rest.dropFirst()
      guard let option = options.first(where: { $0.short == letter }) else {
        throw unknownShort(letter, in: word)
      }
      if option.takesNextWord {
        // `-f=json` means the same as `-fjson`.
        let attached = rest.first == "=" ? rest.dropFirst() : rest
        try read(
          option, spelling: "-\(letter)", attached: rest.isEmpty ? nil : String(attached))
        return
      }
      try read(option, spelling: "-\(letter)", attached: nil)
      if shortcut != nil { return }
    }
  }

  private mutating func read(
    _ option: OptionDescription, spelling: String, attached: String?
  ) throws(UsageError) {
    switch option.kind {
    case .flag, .negatableFlag:
      if attached != nil {
        throw usage("`\(spelling)` takes no value", "write `\(spelling)` alone")
      }
      if option.long == CommandTree.help.long {
        shortcut = .help(path, isWanted: true)
      } else if option.long == CommandTree.versionOption.long {
        shortcut = .version
      }
      set(option, ["true"])
    case .value:
      let value = try value(attached, of: option, spelling)
      try check(value, option, spelling)
      set(option, [value])
    case .optionalValue(let bare):
      let value = attached ?? bare
      try check(value, option, spelling)
      set(option, [value])
    case .list(let separator):
      let text = try value(attached, of: option, spelling)
      let values = CommandLineReading.parts(text, separator)
      for value in values { try check(value, option, spelling) }
      result.settings[option.long, default: .init(values: [], origin: .commandLine)].values +=
        values
    }
  }

  private mutating func value(
    _ attached: String?, of option: OptionDescription, _ spelling: String
  ) throws(UsageError) -> String {
    if let attached { return attached }
    let example = "write `\(spelling) \(option.valueName)`"
    guard index < words.count else { throw usage("`\(spelling)` needs a value", example) }
    let word = words[index]
    // A known option in place of the value was hardly meant as one.
    if word.count > 1, options.contains(where: { $0.spellings.contains(word) }) {
      throw usage(
        "`\(spelling)` needs a value before `\(word)`",
        "\(example), or `\(spelling)=\(word)` if that is the value")
    }
    index += 1
    return word
  }

  private mutating func set(_ option: OptionDescription, _ values: [String]) {
    result.settings[option.long] = .init(values: values, origin: .commandLine)
  }

  private mutating func placeOperands() throws(UsageError) {
    var rest = operands[...]
    for (position, argument) in command.arguments.enumerated() {
      let needed = command.arguments[(position + 1)...].count { $0.isRequired }
      let free = max(0, rest.count - needed)
      let count = argument.isVariadic ? free : min(1, free)
      if count == 0, argument.isRequired {
        throw usage("`\(calling)` needs \(CommandLineReading.article(argument))", nil)
      }
      let taken = rest.prefix(count)
      for word in taken {
        if let objection = argument.values.objection(to: word) {
          throw usage("\(argument.name): \(objection.reason)", objection.suggestion)
        }
      }
      result.words[argument.name] = Array(taken)
      rest = rest.dropFirst(count)
    }
    if let extra = rest.first {
      throw usage("`\(calling)` does not take the argument `\(extra)`", nil)
    }
  }

  private static func article(_ argument: ArgumentDescription) -> String {
    argument.count == .some ? "at least one \(argument.name)" : "the argument \(argument.name)"
  }

  private mutating func readEnvironment(
    _ option: OptionDescription, _ environment: [String: String]
  ) throws(UsageError) {
    guard !result.isGiven(option), let name = tree.variable(for: option, at: path),
      let text = environment[name], !text.isEmpty
    else { return }
    let values: [String]
    switch option.kind {
    case .flag, .negatableFlag:
      guard let isSet = CommandLineReading.truth(text) else {
        throw usage("the variable `\(name)` is `\(text)`", "set it to `true` or `false`")
      }
      values = [isSet ? "true" : "false"]
    case .value, .optionalValue: values = [text]
    case .list(let separator): values = CommandLineReading.parts(text, separator)
    }
    if option.kind != .flag, option.kind != .negatableFlag {
      for value in values { try check(value, option, "the variable \(name)") }
    }
    result.settings[option.long] = .init(values: values, origin: .environment(name))
  }

  private static func truth(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "1", "true", "yes", "on": true
    case "0", "false", "no", "off": false
    default: nil
    }
  }

  private static func parts(_ text: String, _ separator: Character?) -> [String] {
    guard let separator else { return [text] }
    return text.split(separator: separator).map { String($0) }
  }

  private func check(
    _ value: String, _ option: OptionDescription, _ spelling: String
  ) throws(UsageError) {
    guard let objection = option.values.objection(to: value) else { return }
    let name = spelling.hasPrefix("-") ? "`\(spelling)`" : spelling
    throw usage("\(name): \(objection.reason)", objection.suggestion)
  }

  private func unknown(_ spelling: String) -> UsageError {
    let message = "`\(calling)` has no option `\(spelling)`"
    let known = options.filter { !$0.isHidden }.flatMap(\.spellings).filter { $0.hasPrefix("--") }
    let near = Suggestion.nearest(
      to: String(spelling.dropFirst(2)), among: known.map { String($0.dropFirst(2)) })
    if !near.isEmpty {
      let names = near.map { "`--\($0)`" }.joined(separator: " or ")
      return usage(message, "did you mean \(names)?")
    }
    let owners = command.subcommands.filter { next in
      !next.isHidden && next.options.contains { $0.spellings.contains(spelling) }
    }
    if let owner = owners.first {
      return usage(message, "write it after the command: `\(calling) \(owner.name) \(spelling)`")
    }
    if command.subcommands.isEmpty, !command.arguments.isEmpty {
      return usage(message, "write `-- \(spelling)` if it is an argument")
    }
    return usage(message, nil)
  }

  private func unknownShort(_ letter: Character, in word: String) -> UsageError {
    // `-help` with one dash is a common slip.
    let long = "-" + (word.split(separator: "=").first ?? "")
    if word.count > 2, options.contains(where: { $0.spellings.contains(long) }) {
      return usage("`\(calling)` has no option `\(word)`", "did you mean `\(long)`?")
    }
    let upper = options.compactMap(\.short).first { $0.lowercased() == letter.lowercased() }
    return usage(
      "`\(calling)` has no option `-\(letter)`", upper.map { "did you mean `-\($0)`?" })
  }

  private func usage(_ message: String, _ hint: String?) -> UsageError {
    UsageError(message, hint: hint, command: commandWords)
  }
}
