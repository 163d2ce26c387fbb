public import Source

/// What a simple command runs in the end, behind `sudo`, `env` and the like.
public struct CommandInvocation: Hashable, Sendable, CommandArguments {
  /// A program that runs another.
  public struct Wrapper: Hashable, Sendable {
    /// Its name without a directory.
    public let name: String
    /// Its name and its own arguments, without the command that it runs.
    public let words: ArraySlice<Word>
  }

  /// The command as it stands.
  public let command: SimpleCommand
  /// The programs before the one that does the work, the outermost first.
  public let wrappers: [Wrapper]
  /// The word that names the program; nil where there is none.
  public let programWord: Word?
  /// The words after it.
  public let arguments: ArraySlice<Word>
  /// The name of the program without its directory; nil where it is not known.
  public let program: String?

  /// What a command runs.
  public init(_ command: SimpleCommand) {
    self.command = command
    let (wrappers, index) = CommandInvocation.peel(command.words, from: 0)
    self.wrappers = wrappers
    if index < command.words.count {
      let word = command.words[index]
      programWord = word
      program = CommandInvocation.programName(word)
      arguments = command.words[(index + 1)...]
    } else {
      programWord = nil
      program = nil
      arguments = []
    }
  }

  /// The program as it is written, with its directory if it has one; nil where it is not known.
  public var path: String? { programWord?.literal }

  /// The script that a shell is given in an argument, as in `sh -c '…'`.
  public var nestedScript: NestedScript? { command.nestedScripts.first }

  /// Whether a wrapper of this name stands before the program.
  public func isWrapped(in name: String) -> Bool { wrappers.contains { $0.name == name } }

  /// From the program up to the last argument, without wrappers and redirections.
  public var range: SourceRange {
    guard let programWord else { return command.range }
    return programWord.range.union(arguments.last?.range ?? programWord.range)
  }

  /// The name of a program without its directory.
  static func programName(_ word: Word) -> String? {
    guard let text = word.literal else { return nil }
    guard let slash = text.utf8.lastIndex(of: Byte.slash) else { return text }
    return String(text[text.utf8.index(after: slash)...])
  }

  /// Takes off wrappers; returns them and the index of the word that names the program.
  static func peel(_ words: [Word], from first: Int) -> (wrappers: [Wrapper], index: Int) {
    var wrappers: [Wrapper] = []
    var index = first
    while index < words.count, let name = programName(words[index]),
      let kind = WrapperKind.named(name), let next = kind.end(words, index)
    {
      wrappers.append(Wrapper(name: name, words: words[index..<next]))
      index = next
    }
    return (wrappers, index)
  }

  /// The index of the word that a shell reads as a script, with the language of the shell.
  static func scriptWord(of words: [Word]) -> (index: Int, dialect: ShellDialect)? {
    var (_, index) = peel(words, from: 0)
    guard index < words.count, let program = programName(words[index]) else { return nil }
    if program == "find" {
      guard
        let exec = words[index...].firstIndex(where: {
          $0.text == "-exec" || $0.text == "-execdir" || $0.text == "-ok"
        })
      else { return nil }
      index = peel(words, from: exec + 1).index
      guard index < words.count else { return nil }
    }
    guard let shell = programName(words[index]) else { return nil }
    if shell == "su" || shell == "runuser" {
      for next in words.indices[(index + 1)...] where next + 1 < words.count {
        let text = words[next].text
        if text == "-c" || text == "--command" || text == "-lc" { return (next + 1, .posix) }
      }
      return nil
    }
    guard let named = ShellDialect(executable: shell) else { return nil }
    let isBusyBox = index > 0 && programName(words[index - 1]) == "busybox"
    return scriptIndex(words, after: index).map { ($0, isBusyBox ? .ash : named) }
  }

  /// The index of the script after the flags of a shell, where `-c` is among them.
  private static func scriptIndex(_ words: [Word], after shell: Int) -> Int? {
    var index = shell + 1
    var hasScript = false
    while index < words.count {
      let text = words[index].text
      guard let sign = text.utf8.first, sign == Byte.minus || sign == Byte.plus,
        text.utf8.count > 1
      else { break }
      index += 1
      if text == "--" { break }
      if text.hasPrefix("--") {
        if text == "--rcfile" || text == "--init-file" { index += 1 }
        continue
      }
      if text.utf8.contains(UInt8(ascii: "c")) { hasScript = true }
      if text.utf8.last == UInt8(ascii: "o") || text.utf8.last == UInt8(ascii: "O") { index += 1 }
    }
    return hasScript && index < words.count ? index : nil
  }
}

extension SimpleCommand {
  /// What it runs behind `sudo`, `env` and the like.
  public var invocation: CommandInvocation { CommandInvocation(self) }
}
