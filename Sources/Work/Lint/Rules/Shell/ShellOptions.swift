import Dockerfile
import Facts
import Shell
import Source

/// The options `errexit` and `pipefail` of a shell as they are at each place of a text.
struct ShellOptions {
  private struct Change {
    let offset: Int
    let errexit: Bool?
    let pipefail: Bool?
  }

  private var changes: [Change] = []

  /// The options from the command line of the shell, a `#!` line, and `set` in the text.
  init(_ text: ShellText) {
    let words = Self.startWords(of: text)
    add(words, at: -1)
    for command in text.step.commands
    where command.program == "set" && command.script == text.index && command.command != nil {
      add(command.arguments.map(\.best), at: command.range.upperBound)
    }
  }

  /// The options of a script that a shell without options reads, from `set` in the text.
  init(_ script: ShellScript) {
    script.forEachCommand { command, _ in
      guard command.name?.text == "set" else { return }
      add(command.arguments.map(\.text), at: command.range.upperBound)
    }
  }

  /// Whether a failing command at a place ends the shell.
  func errexit(at offset: Int) -> Bool {
    changes.last { $0.offset < offset && $0.errexit != nil }?.errexit ?? false
  }

  /// Whether a pipeline at a place fails when any of its commands does.
  func pipefail(at offset: Int) -> Bool {
    changes.last { $0.offset < offset && $0.pipefail != nil }?.pipefail ?? false
  }

  private static func startWords(of text: ShellText) -> [String] {
    if text.isHeredocScript, let heredoc = text.step.instruction.heredocs.first,
      heredoc.content.bytes.starts(with: "#!".utf8)
    {
      let line = heredoc.content.bytes.prefix { $0 != 0x0A && $0 != 0x0D }
      return String(decoding: line, as: UTF8.self).split(separator: " ").dropFirst().map(
        String.init)
    }
    if text.step.instruction.isJSON {
      return text.step.commands.first?.arguments.map { $0.best } ?? []
    }
    return Array((text.step.before.shell.value ?? []).dropFirst())
  }

  private mutating func add(_ words: [String], at offset: Int) {
    var errexit: Bool?
    var pipefail: Bool?
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      guard let sign = word.utf8.first,
        sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"), !word.hasPrefix("--")
      else { continue }
      let isOn = sign == UInt8(ascii: "-")
      let letters = word.utf8.dropFirst()
      if letters.contains(UInt8(ascii: "e")) { errexit = isOn }
      if letters.contains(UInt8(ascii: "o")), index < words.count {
        if words[index] == "errexit" { errexit = isOn }
        if words[index] == "pipefail" { pipefail = isOn }
        index += 1
      }
    }
    if errexit != nil || pipefail != nil {
      changes.append(Change(offset: offset, errexit: errexit, pipefail: pipefail))
    }
  }
}
