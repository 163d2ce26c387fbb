import Source

extension ShellParser {
  /// Notes what a command uses that not every shell has.
  mutating func noteCommand(_ name: String, _ command: SimpleCommand) {
    switch name {
    case "[", "test": noteTest(command)
    case "source": add(.sourceCommand, command.words[0])
    case "pushd", "popd", "dirs": add(.directoryStack, command.words[0])
    case "let": add(.letCommand, command.words[0])
    case "declare", "typeset": add(.declareCommand, command.words[0])
    case "local": add(.localCommand, command.words[0])
    case "shopt":
      add(.bashCommand, command.words[0])
      let words = command.arguments
      if words.first?.text == "-s", words.contains(where: { $0.text == "extglob" }) {
        startsExtendedGlobs = true
      }
    case "mapfile", "readarray", "enable", "complete", "compgen", "compopt", "disown",
      "caller", "bind", "builtin", "suspend", "logout", "history", "fc":
      add(.bashCommand, command.words[0])
    case "time": if !dialect.isExtended { add(.timeKeyword, command.words[0]) }
    case "coproc": if !dialect.isExtended { add(.coprocess, command.words[0]) }
    case "echo": noteEcho(command)
    case "read": noteRead(command)
    case "printf": notePrintf(command)
    case "export":
      if let flag = command.arguments.first, flag.text == "-f" || flag.text == "-n" {
        add(.exportFlag, flag)
      }
    case "trap": noteTrap(command)
    case "set": noteSet(command)
    default: break
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
