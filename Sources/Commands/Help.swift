import Arguments
import Source

/// `hardstand help [COMMAND...]`: the help of a command.
let helpCommand = Command(
  CommandDescription(
    name: "help", abstract: "Show what a command does and takes", group: "About",
    arguments: [helpWords], options: [helpManual],
    examples: [
      .init("hardstand help completions", "Show the help of `completions`"),
      .init("hardstand help --man completions | man -l -", "Read it as a manual page"),
    ])
) { session, arguments in
  let tree = CommandTable.tree
  let words = arguments.arguments(helpWords)
  guard let path = tree.path(to: words) else {
    throw unknownCommand(words, tree)
  }
  if arguments.flag(helpManual) {
    session.write(ManualPage.text(tree, path))
  } else {
    session.write(Invocation.helpText(tree, path, session.outputStyle))
  }
  return .clean
}

/// The error that names the first word which is no command below those before it.
private func unknownCommand(_ words: [String], _ tree: CommandTree) -> UsageError {
  var command = tree.root
  for word in words {
    if let next = command.subcommand(word) {
      command = next
      continue
    }
    return UsageError(
      "there is no command `\(words.joined(separator: " "))`",
      hint: Suggestion.sentence(for: word, among: command.visibleSubcommands.map(\.name)))
  }
  return UsageError("there is no command `\(words.joined(separator: " "))`")
}

private let helpWords = ArgumentDescription(
  "COMMAND", .any, .dynamic("command"), help: "The command; the program itself without it")
private let helpManual = OptionDescription.flag(
  "man", variable: .none, help: "Print a page for `man` instead")

/// The commands by name, for completion.
let commandCandidates = DynamicCandidates(kind: "command") { _ in
  CommandTable.tree.root.visibleSubcommands.map { .init($0.name, $0.abstract) }
}
