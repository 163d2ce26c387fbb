public import Arguments

/// All commands, each in its own file and listed here.
public enum CommandTable {
  /// The commands in the order of help, group by group.
  public static let all: [Command] = [
    checkCommand, fixCommand, formatCommand, pinCommand, buildCommand, testCommand, explainCommand,
    rulesCommand,
    configCommand, pullCommand, pushCommand, tagCommand, imagesCommand, removeImageCommand,
    loginCommand, logoutCommand, imageCommand, baseCommand, storeCommand,
    helpCommand,
    versionCommand,
    completionsCommand, completeCommand, docsCommand, debugCommand,
  ]

  /// Words that completion asks for while the user types, by the kind that options and arguments name.
  static let candidates: [DynamicCandidates] = [
    commandCandidates, ruleCandidates, profileCandidates, imageCandidates, baseCandidates,
  ]

  /// The tree that help, manuals, completion and parsing follow from.
  public static let tree = CommandTree(
    root: CommandDescription(
      name: "hardstand", abstract: "Check, fix, build, test and ship container images",
      examples: [
        .init("hardstand help completions", "Show what the command `completions` takes"),
        .init("hardstand completions bash > ~/.hardstand.bash", "Write a completion script"),
      ],
      subcommands: all.map(\.description)),
    globalOptions: [CommonOptions.color, CommonOptions.quiet, CommonOptions.verbose],
    version: Version.number, exitStatuses: ExitCode.descriptions)

  /// The command at the end of a path of the tree.
  static func command(at path: [CommandDescription]) -> Command? {
    var level = all
    var found: Command?
    for description in path.dropFirst() {
      found = level.first { $0.description.name == description.name }
      level = found?.subcommands ?? []
    }
    return found
  }
}
