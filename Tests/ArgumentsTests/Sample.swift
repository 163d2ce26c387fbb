import Arguments

/// A small program with everything that a command can have.
enum Sample {
  static let format = OptionDescription.value(
    "format", short: "f", "FORMAT",
    .choices([.init("human", "For people"), .init("json", "For programs")]), default: "human",
    help: "How to print")
  static let select = OptionDescription.list(
    "select", short: "s", "RULE", .dynamic("rule"), help: "Run these rules only")
  static let define = OptionDescription.list(
    "define", short: "D", "KEY=VALUE", separator: nil, help: "Set a key")
  static let jobs = OptionDescription.value(
    "jobs", short: "j", "N", .integer(1...64), help: "How many threads to use")
  static let cache = OptionDescription.flag("cache", negatable: true, help: "Keep results")
  static let fix = OptionDescription.flag("fix", short: "x", help: "Repair what can be repaired")
  static let since = OptionDescription(
    "since", kind: .optionalValue("HEAD"), valueName: "COMMIT", help: "Look at changes only",
    group: "Selection")
  static let secret = OptionDescription.flag("secret", isHidden: true, help: "Not for help")
  static let quiet = OptionDescription.flag("quiet", short: "q", help: "Print less")
  static let paths = ArgumentDescription("PATH", .any, .path, help: "What to look at")
  static let shell = ArgumentDescription("SHELL", .one, .choices(["bash", "zsh"]), help: "A shell")
  static let source = ArgumentDescription("SOURCE", .some, .file, help: "What to copy")
  static let target = ArgumentDescription("TARGET", .one, .folder, help: "Where to copy it")

  static let check = CommandDescription(
    name: "check", aliases: ["lint"], abstract: "Find what is wrong",
    discussion: "A first paragraph\nof two lines.\n\n.A second that begins with a dot.",
    group: "Work", arguments: [paths],
    options: [format, select, define, jobs, cache, fix, since, secret],
    examples: [.init("tool check .", "Look at everything here")])
  static let copy = CommandDescription(
    name: "copy", abstract: "Copy files", group: "Work", arguments: [source, target])
  static let pull = CommandDescription(
    name: "pull", abstract: "Fetch an image", arguments: [shell])
  static let image = CommandDescription(
    name: "image", abstract: "Work on images", group: "Nouns", subcommands: [pull])
  static let hidden = CommandDescription(name: "chart", abstract: "Not for help", isHidden: true)

  static let tree = CommandTree(
    root: CommandDescription(
      name: "tool", abstract: "A tool for tests", subcommands: [check, copy, image, hidden]),
    globalOptions: [quiet], version: "1.0", exitStatuses: [.init("0", "All is well")])
}
