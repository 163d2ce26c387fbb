public import Dockerfile
public import Shell
public import Source

/// One program that the file runs, with its arguments as far as they are known.
public struct CommandUse: Sendable {
  /// An argument of a command.
  public struct Argument: Sendable {
    /// The value where it is known: quotes removed, variables of the file replaced.
    public let value: String?
    /// What it certainly begins with.
    public let prefix: String
    /// The text as written.
    public let text: String
    /// Where it stands.
    public let range: SourceRange
    /// The word in shell text; nil in an exec form.
    public let word: Word?

    /// The value where it is known, else the text as written.
    public var best: String { value ?? text }
  }

  /// The name of the program without its folders; nil where it is not known.
  public let program: String?
  /// The program as written, with its folders.
  public let path: Argument?
  /// The arguments after the program.
  public let arguments: [Argument]
  /// The programs in front that run this one, such as `sudo` and `env`, outermost first.
  public let wrappers: [String]
  /// From the program to the last argument.
  public let range: SourceRange
  /// The command in shell text; nil in an exec form.
  public let command: SimpleCommand?
  /// Where it stands in its script; nil in an exec form.
  public let context: CommandContext?
  /// The stage, as an index.
  public let stage: Int
  /// The step, as an index in the steps of its stage.
  public let step: Int
  /// The kind of the instruction.
  public let kind: InstructionKind
  /// The index of its script in the scripts of the step.
  public let script: Int
  /// The directory that it runs in, as far as `cd` before it tells.
  public let directory: Fact<String>
  /// Whether it certainly runs when the build gets there: not in a branch, a loop or after `||`.
  public let isCertain: Bool
  /// The variables that the script set before it, which hide those of the file.
  public let locals: [String: Fact<String>]

  /// Whether `sudo` or another wrapper runs it.
  public func isWrapped(by program: String) -> Bool { wrappers.contains(program) }

  /// The first argument that is no option.
  public var subcommand: Argument? { arguments.first { !$0.prefix.hasPrefix("-") } }

  /// Whether an option is given, short ones also within a cluster such as `-qy`.
  public func hasOption(_ names: String...) -> Bool { option(names) != nil }

  /// The first argument that gives one of the options, `-y` and `--yes` alike; stops at `--`.
  public func option(_ names: [String]) -> Argument? {
    for argument in arguments {
      let text = argument.value ?? argument.prefix
      if text == "--" { return nil }
      guard text.hasPrefix("-") else { continue }
      for name in names {
        if name.hasPrefix("--") {
          if text == name || text.hasPrefix(name + "=") { return argument }
        } else if text == name {
          return argument
        } else if name.utf8.count == 2, !text.hasPrefix("--"), let letter = name.last,
          text.dropFirst().prefix(while: { $0.isLetter || $0.isNumber }).contains(letter),
          text.dropFirst().allSatisfy({ $0.isLetter || $0.isNumber })
        {
          return argument
        }
      }
    }
    return nil
  }

  /// The value of an option, written `-o value`, `-ovalue`, `--option value` or `--option=value`.
  public func value(of names: String...) -> Argument? {
    for (index, argument) in arguments.enumerated() {
      let text = argument.value ?? argument.text
      if text == "--" { return nil }
      for name in names {
        if text == name || Self.ends(text, with: name) {
          return index + 1 < arguments.count ? arguments[index + 1] : nil
        }
        if name.hasPrefix("--"), text.hasPrefix(name + "=") {
          return argument.dropping(name.utf8.count + 1)
        }
        if !name.hasPrefix("--"), name.utf8.count == 2, text.hasPrefix(name), text.utf8.count > 2 {
          return argument.dropping(2)
        }
      }
    }
    return nil
  }

  /// Whether a word such as `-ms` is a few short options of which the last is the one named.
  private static func ends(_ text: String, with name: String) -> Bool {
    guard name.utf8.count == 2, text.utf8.count > 2, text.utf8.count <= 6,
      text.utf8.last == name.utf8.last
    else { return false }
    return text.hasPrefix("-") && !text.hasPrefix("--") && !text.hasPrefix(name)
      && text.utf8.dropFirst().allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
  }

  /// Whether short options in one word end in one that takes the next argument as its value.
  private static func takesNext(_ text: String, valued: Set<String>) -> Bool {
    let letters = text.dropFirst()
    guard letters.utf8.count > 1, !letters.hasPrefix("-") else { return false }
    for (index, letter) in zip(letters.indices, letters) where valued.contains("-\(letter)") {
      // What follows the first such letter in the same word is its value.
      return letters.index(after: index) == letters.endIndex
    }
    return false
  }

  /// The arguments that are neither options nor the values of the options named.
  public func operands(valued: Set<String> = []) -> [Argument] {
    var result: [Argument] = []
    var skips = false
    var isRest = false
    for argument in arguments {
      if skips {
        skips = false
        continue
      }
      let text = argument.value ?? argument.text
      if isRest {
        result.append(argument)
      } else if text == "--" {
        isRest = true
      } else if text.hasPrefix("-"), text != "-" {
        skips = valued.contains(text) || Self.takesNext(text, valued: valued)
      } else {
        result.append(argument)
      }
    }
    return result
  }
}

extension CommandUse.Argument {
  /// The argument without its first bytes, as an option joined with its value leaves them.
  fileprivate func dropping(_ count: Int) -> CommandUse.Argument {
    func cut(_ text: String) -> String {
      String(decoding: text.utf8.dropFirst(count), as: UTF8.self)
    }
    return CommandUse.Argument(
      value: value.map(cut), prefix: cut(prefix), text: cut(text), range: range, word: nil)
  }
}
