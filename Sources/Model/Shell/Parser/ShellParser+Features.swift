import Source

extension ShellParser {
  /// Notes what a command uses that not every shell has.
  mutating func noteCommand(_ name: String, _ command: SimpleCommand) {
    // Most names differ in the first byte, which is cheaper to ask than whole strings.
    switch name.utf8.first {
    case Byte.openBracket: if name == "[" { noteTest(command) }
    case UInt8(ascii: "e"):
      if name == "echo" { noteEcho(command) }
      if name == "export", let flag = command.arguments.first {
        if flag.text == "-f" || flag.text == "-n" { add(.exportFlag, flag) }
      }
      if name == "enable" { add(.bashCommand, command.words[0]) }
    case UInt8(ascii: "t"):
      switch name {
      case "test": noteTest(command)
      case "trap": noteTrap(command)
      case "typeset": add(.declareCommand, command.words[0])
      case "time": if !dialect.isExtended { add(.timeKeyword, command.words[0]) }
      default: break
      }
    case UInt8(ascii: "s"):
      switch name {
      case "set": noteSet(command)
      case "source": add(.sourceCommand, command.words[0])
      case "shopt": noteShopt(command)
      case "suspend": add(.bashCommand, command.words[0])
      default: break
      }
    case UInt8(ascii: "p"):
      switch name {
      case "printf": notePrintf(command)
      case "pushd", "popd": add(.directoryStack, command.words[0])
      default: break
      }
    case UInt8(ascii: "r"):
      if name == "read" { noteRead(command) }
      if name == "readarray" { add(.bashCommand, command.words[0]) }
    case UInt8(ascii: "l"):
      switch name {
      case "local": add(.localCommand, command.words[0])
      case "let": add(.letCommand, command.words[0])
      case "logout": add(.bashCommand, command.words[0])
      default: break
      }
    case UInt8(ascii: "d"):
      switch name {
      case "dirs": add(.directoryStack, command.words[0])
      case "declare": add(.declareCommand, command.words[0])
      case "disown": add(.bashCommand, command.words[0])
      default: break
      }
    case UInt8(ascii: "b"), UInt8(ascii: "m"), UInt8(ascii: "c"):
      switch name {
      case "coproc": if !dialect.isExtended { add(.coprocess, command.words[0]) }
      case "mapfile", "bind", "builtin", "caller", "complete", "compgen", "compopt":
        add(.bashCommand, command.words[0])
      default: break
      }
    default: break
    }
  }

  private mutating func noteShopt(_ command: SimpleCommand) {
    add(.bashCommand, command.words[0])
    let words = command.arguments
    if words.first?.text == "-s", words.contains(where: { $0.text == "extglob" }) {
      startsExtendedGlobs = true
    }
  }

  private mutating func add(_ feature: ShellFeature, _ word: Word) {
    features.append(ShellFeatureUse(feature: feature, range: word.range))
  }

  private mutating func noteTest(_ command: SimpleCommand) {
    for word in command.arguments where word.isPlain {
      switch word.text {
      case "==": add(.doubleEqualsInTest, word)
      case "=~", "-v", "-R", "-N": add(.extendedTestOperator, word)
      default: break
      }
    }
  }

  private mutating func noteEcho(_ command: SimpleCommand) {
    for word in command.arguments {
      let text = word.text.utf8
      guard word.isPlain, text.count > 1, text.first == Byte.minus,
        text.dropFirst().allSatisfy({ ByteSet("neE").contains($0) })
      else { return }
      add(.echoFlag, word)
    }
  }

  private mutating func noteRead(_ command: SimpleCommand) {
    for word in command.arguments {
      guard word.text.utf8.first == Byte.minus, word.text != "-" else { return }
      if word.text == "--" { return }
      if word.text != "-r" { add(.readFlag, word) }
    }
  }

  private mutating func notePrintf(_ command: SimpleCommand) {
    guard let first = command.arguments.first else { return }
    if first.text == "-v" { add(.printfExtension, first) }
    if first.text.contains("%q") { add(.printfExtension, first) }
  }

  private mutating func noteTrap(_ command: SimpleCommand) {
    for (index, word) in command.arguments.enumerated() {
      switch word.text {
      case "ERR", "DEBUG", "RETURN": if index > 0 { add(.trapExtension, word) }
      case "-l", "-p": if index == 0 { add(.trapExtension, word) }
      default: break
      }
    }
  }

  private mutating func noteSet(_ command: SimpleCommand) {
    var namesOption = false
    for word in command.arguments {
      if namesOption {
        switch word.text {
        case "pipefail": add(.pipefail, word)
        case "allexport", "errexit", "ignoreeof", "monitor", "noclobber", "noglob", "noexec",
          "nolog", "notify", "nounset", "verbose", "vi", "xtrace":
          break
        default: add(.setExtension, word)
        }
        namesOption = false
        continue
      }
      guard let sign = word.text.utf8.first, sign == Byte.minus || sign == Byte.plus,
        word.text != "--"
      else { return }
      namesOption = word.text.utf8.last == UInt8(ascii: "o")
      if word.text.utf8.dropFirst().contains(where: { ByteSet("BEHPTkpr").contains($0) }) {
        add(.setExtension, word)
      }
    }
  }
}
