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

  private struct Parts: Sendable {
    var program: String?
    var path: Argument?
    var arguments: [Argument]
    var wrappers: [String]
    var range: SourceRange
    var command: SimpleCommand?
    var context: CommandContext?
    var stage: Int
    var step: Int
    var kind: InstructionKind
    var script: Int
    var directory: Fact<String>
    var isCertain: Bool
    var locals: [String: Fact<String>]
  }

  private let parts: Boxed<Parts>

  init(
    program: String?, path: Argument?, arguments: [Argument], wrappers: [String],
    range: SourceRange, command: SimpleCommand?, context: CommandContext?, stage: Int, step: Int,
    kind: InstructionKind, script: Int, directory: Fact<String>, isCertain: Bool,
    locals: [String: Fact<String>]
  ) {
    parts = Boxed(
      Parts(
        program: program, path: path, arguments: arguments, wrappers: wrappers, range: range,
        command: command, context: context, stage: stage, step: step, kind: kind, script: script,
        directory: directory, isCertain: isCertain, locals: locals))
  }

  /// The name of the program without its folders; nil where it is not known.
  public var program: String? {
    _read { yield parts.value.program }
  }

  /// The program as written, with its folders.
  public var path: Argument? {
    _read { yield parts.value.path }
  }

  /// The arguments after the program.
  public var arguments: [Argument] {
    _read { yield parts.value.arguments }
  }

  /// The programs in front that run this one, such as `sudo` and `env`, outermost first.
  public var wrappers: [String] {
    _read { yield parts.value.wrappers }
  }

  /// From the program to the last argument.
  public var range: SourceRange { parts.value.range }

  /// The command in shell text; nil in an exec form.
  public var command: SimpleCommand? {
    _read { yield parts.value.command }
  }

  /// Where it stands in its script; nil in an exec form.
  public var context: CommandContext? {
    _read { yield parts.value.context }
  }

  /// The stage, as an index.
  public var stage: Int { parts.value.stage }

  /// The step, as an index in the steps of its stage.
  public var step: Int { parts.value.step }

  /// The kind of the instruction.
  public var kind: InstructionKind { parts.value.kind }

  /// The index of its script in the scripts of the step.
  public var script: Int { parts.value.script }

  /// The directory that it runs in, as far as `cd` before it tells.
  public var directory: Fact<String> {
    _read { yield parts.value.directory }
  }

  /// Whether it certainly runs when the build gets there: not in a branch, a loop or after `||`.
  public var isCertain: Bool { parts.value.isCertain }

  /// The variables that the script set before it, which hide those of the file.
  public var locals: [String: Fact<String>] {
    _read { yield parts.value.locals }
  }

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
        } else if name.utf8.count == 2, let letter = name.utf8.last, Self.isCluster(text),
          text.utf8.dropFirst().contains(letter)
        {
          return argument
        }
      }
    }
    return nil
  }

  /// Whether a text is short options behind one dash, such as `-qy`.
  private static func isCluster(_ text: String) -> Bool {
    text.utf8.dropFirst().allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF)
    }
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
