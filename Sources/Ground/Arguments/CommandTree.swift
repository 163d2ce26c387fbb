/// All commands of a program below its root, with the options that each of them takes.
public struct CommandTree: Sendable {
  /// The program itself; its subcommands are the commands.
  public let root: CommandDescription
  /// The options that every command takes, before or after its name.
  public let globalOptions: [OptionDescription]
  /// The version, as `--version` prints it.
  public let version: String
  /// What the exit statuses of most commands tell.
  public let exitStatuses: [CommandDescription.ExitStatus]

  /// The option that asks for help.
  public static let help = OptionDescription.flag(
    "help", short: "h", variable: .none, help: "Show this help")
  /// The option that asks for the version.
  public static let versionOption = OptionDescription.flag(
    "version", short: "V", variable: .none, help: "Show the version")

  /// A tree from its parts; `--help` and `--version` need not be among the options.
  public init(
    root: CommandDescription, globalOptions: [OptionDescription], version: String,
    exitStatuses: [CommandDescription.ExitStatus]
  ) {
    self.root = root
    self.globalOptions = globalOptions + [CommandTree.help, CommandTree.versionOption]
    self.version = version
    self.exitStatuses = exitStatuses
  }

  /// The commands from the root to the one that these words name; nil when there is none.
  public func path(to words: [String]) -> [CommandDescription]? {
    var path = [root]
    for word in words {
      guard let next = path[path.count - 1].subcommand(word) else { return nil }
      path.append(next)
    }
    return path
  }

  /// The paths of all commands that are not hidden, the root first, each before those below it.
  public var visiblePaths: [[CommandDescription]] {
    var result: [[CommandDescription]] = []
    func visit(_ path: [CommandDescription]) {
      result.append(path)
      for next in path[path.count - 1].visibleSubcommands { visit(path + [next]) }
    }
    visit([root])
    return result
  }

  /// The name of the environment variable that stands for an option of a command; nil for none.
  public func variable(for option: OptionDescription, at path: [CommandDescription]) -> String? {
    switch option.variable {
    case .none: return nil
    case .named(let name): return name
    case .derived:
      let isGlobal = globalOptions.contains(option)
      var name = ""
      for command in isGlobal ? [root] : path { name += command.name.asVariable + "_" }
      return name + option.long.asVariable
    }
  }

  /// The options that help shows for a command, under their titles, its own before the common ones.
  func optionGroups(
    at path: [CommandDescription]
  ) -> [(title: String, options: [OptionDescription])] {
    var groups: [(title: String, options: [OptionDescription])] = []
    let common = path.count == 1 ? "Options" : "Common options"
    let titled =
      (path.last?.options ?? []).map { ($0.group ?? "Options", $0) }
      + globalOptions.map { ($0.group ?? common, $0) }
    for (title, option) in titled where !option.isHidden {
      if let index = groups.firstIndex(where: { $0.title == title }) {
        groups[index].options.append(option)
      } else {
        groups.append((title, [option]))
      }
    }
    return groups
  }
}

extension String {
  /// The name of a command or an option as a part of the name of a variable: in capitals, `_` for `-`.
  var asVariable: String {
    String(
      decoding: utf8.map { byte in
        switch byte {
        case UInt8(ascii: "-"): UInt8(ascii: "_")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte & 0xDF
        default: byte
        }
      }, as: UTF8.self)
  }
}
