import Dockerfile
import Facts
import Shell
import Source

/// What a Dockerfile says, apart from its layout, as lines that two files can be compared by.
enum Meaning {
  static func lines(of facts: DockerfileFacts) -> [String] {
    let syntax = facts.syntax
    var lines = syntax.directives.map { "directive \($0.name)=\($0.value)" }
    lines += comments(of: syntax)
    lines += syntax.problems.map { "problem \($0.message)" }
    lines += facts.planProblems.map { "problem \($0.message)" }
    var steps: [Int: Step] = [:]
    for step in facts.stages.flatMap(\.steps) {
      steps[step.instruction.keyword.range.lowerBound] = step
    }
    for instruction in syntax.instructions {
      lines += self.lines(of: instruction, steps[instruction.keyword.range.lowerBound], syntax)
    }
    return lines
  }

  private static func lines(
    of instruction: Instruction, _ step: Step?, _ syntax: DockerfileSyntax
  ) -> [String] {
    var lines = ["\(instruction.kind?.rawValue ?? "?") json=\(instruction.isJSON)"]
    lines += instruction.flags.map { "flag \($0.text)" }.sorted()
    lines += instruction.flags.filter { ["exclude", "mount"].contains($0.name) }.map(\.text)
    lines += instruction.comments.map { "above " + trimmed($0, syntax) }
    lines += instruction.innerComments.map { "within " + trimmed($0, syntax) }
    for heredoc in instruction.heredocs {
      lines.append(
        "heredoc \(heredoc.name) " + String(decoding: heredoc.content.bytes, as: UTF8.self))
      lines.append("body " + syntax.source.text(heredoc.body))
      lines.append("end " + syntax.source.text(heredoc.terminator))
    }
    for pair in instruction.pairs {
      lines.append("pair \(pair.key.value) \(pair.value?.value ?? "nil") \(pair.isLegacy)")
    }
    if case .onbuild(let trigger) = instruction.body {
      return lines + self.lines(of: trigger, nil, syntax).map { "onbuild \($0)" }
    }
    guard let text = shellText(of: instruction) else {
      return lines + instruction.arguments.map { "argument \(upper($0.value))" }
    }
    guard let step, instruction.heredocs.isEmpty, let script = step.scripts.first else {
      return lines + ["text " + text.text]
    }
    lines += ShellTokens.split(text.bytes).map { "token \($0)" }
    lines += script.problems.map { "shell problem \($0.kind) \($0.message)" }
    script.forEachWord { word, _, _ in lines.append("word " + word.text) }
    script.forEachNode { command, _ in lines.append("command \(kind(of: command))") }
    script.forEachRedirect { redirect, _ in
      lines.append("redirect \(redirect.operator) \(redirect.fd ?? -1)")
    }
    return lines
  }

  /// The letter case of `AS`, `CMD` and `NONE` is layout.
  private static func upper(_ text: String) -> String {
    ["as", "cmd", "none"].contains(text.lowercased()) ? text.uppercased() : text
  }

  private static func kind(of command: Command) -> String {
    switch command {
    case .simple: "simple"
    case .subshell: "subshell"
    case .group: "group"
    case .if: "if"
    case .for: "for"
    case .arithmeticFor: "arithmetic for"
    case .while: "while"
    case .case: "case"
    case .function: "function"
    case .conditional: "conditional"
    case .arithmetic: "arithmetic"
    case .coprocess: "coprocess"
    }
  }

  private static func shellText(of instruction: Instruction) -> MappedText? {
    switch instruction.body {
    case .run(let run): return text(of: run.command)
    case .cmd(let form), .entrypoint(let form): return text(of: form)
    case .healthcheck(let check): return check.command.flatMap(text)
    default: return nil
    }
  }

  private static func text(of form: CommandForm) -> MappedText? {
    if case .shell(let text) = form { text } else { nil }
  }

  /// All comments outside of instructions, in order.
  private static func comments(of syntax: DockerfileSyntax) -> [String] {
    syntax.nodes.compactMap {
      if case .comment(let range) = $0 { "comment " + trimmed(range, syntax) } else { nil }
    }
  }

  private static func trimmed(_ range: SourceRange, _ syntax: DockerfileSyntax) -> String {
    var text = syntax.source.bytes[range.offsets]
    let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
    while let first = text.first, blanks.contains(first) { text.removeFirst() }
    while let last = text.last, blanks.contains(last) { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Splits a shell text into words and operators, knowing nothing but quotes and backslashes.
enum ShellTokens {
  static func split(_ bytes: [UInt8]) -> [String] {
    var tokens: [String] = []
    var word: [UInt8] = []
    var position = 0
    func end() {
      if !word.isEmpty { tokens.append(String(decoding: word, as: UTF8.self)) }
      word = []
    }
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case 0x20, 0x09: end()
      case UInt8(ascii: "\\"):
        word.append(byte)
        if position + 1 < bytes.count {
          position += 1
          word.append(bytes[position])
        }
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        word.append(byte)
        position += 1
        while position < bytes.count, bytes[position] != byte {
          word.append(bytes[position])
          if byte == UInt8(ascii: "\""), bytes[position] == UInt8(ascii: "\\"),
            position + 1 < bytes.count
          {
            position += 1
            word.append(bytes[position])
          }
          position += 1
        }
        word.append(byte)
      case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"):
        if let last = word.last, last != byte || word.contains(where: { !"&|;".utf8.contains($0) })
        {
          end()
        }
        word.append(byte)
        if position + 1 == bytes.count || bytes[position + 1] != byte { end() }
      default: word.append(byte)
      }
      position += 1
    }
    end()
    return tokens
  }
}
