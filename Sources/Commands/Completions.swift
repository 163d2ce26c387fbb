import Arguments

/// `hardstand completions SHELL`: the completion script of a shell.
let completionsCommand = Command(
  CommandDescription(
    name: "completions", abstract: "Print a completion script for a shell",
    discussion: """
      The script knows all commands, options and choices. For words that depend on the
      project or the version, it calls `hardstand complete`.
      """,
    group: "About", arguments: [shellArgument],
    examples: [
      .init("source <(hardstand completions bash)", "Complete in this session of bash"),
      .init(
        "hardstand completions zsh > \"${fpath[1]}/_hardstand\"", "Complete in every session of zsh"
      ),
      .init(
        "hardstand completions fish > ~/.config/fish/completions/hardstand.fish",
        "Complete in every session of fish"),
    ])
) { session, arguments in
  guard let shell = arguments.argument(shellArgument).flatMap(CompletionScript.Shell.init) else {
    return .usage
  }
  session.write(CompletionScript.text(shell, CommandTable.tree))
  return .clean
}

private let shellArgument = ArgumentDescription(
  "SHELL", .one, .choices([.init("bash"), .init("zsh"), .init("fish")]),
  help: "The shell: bash, zsh or fish")
