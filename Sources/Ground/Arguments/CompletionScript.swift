/// A script by which a shell completes the words of a command line.
///
/// What is known beforehand stands in the script. For the rest it calls the
/// hidden command `complete KIND`, which prints a word on each line and, behind
/// a tab, what it means.
public enum CompletionScript {
  /// The shells that there are scripts for.
  public enum Shell: String, Hashable, Sendable, CaseIterable {
    /// GNU Bash from 3.2.
    case bash
    /// The Z shell.
    case zsh
    /// The friendly interactive shell.
    case fish
  }

  /// The script for a shell.
  public static func text(_ shell: Shell, _ tree: CommandTree) -> String {
    switch shell {
    case .bash: BashCompletion(tree: tree).text
    case .zsh: ZshCompletion(tree: tree).text
    case .fish: FishCompletion(tree: tree).text
    }
  }
}

extension CommandTree {
  /// The options that completion offers for a command.
  func completedOptions(at path: [CommandDescription]) -> [OptionDescription] {
    ((path.last?.options ?? []) + globalOptions).filter { !$0.isHidden }
  }

  /// All spellings of options whose value is the next word, whatever the command.
  var valueSpellings: [String] {
    var spellings: [String] = []
    for path in visiblePaths {
      for option in completedOptions(at: path) where option.takesNextWord {
        for spelling in option.spellings where !spellings.contains(spelling) {
          spellings.append(spelling)
        }
      }
    }
    return spellings
  }
}
