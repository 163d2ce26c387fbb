import Source

extension ShellParser {
  /// Reads what `$` or a backtick begins; the place must begin an expansion.
  mutating func parseExpansion(_ builder: inout WordBuilder, isQuoted: Bool) {
    builder.flags.insert(.expansion)
    let start = position
    guard enter() else { return }
    defer { leave() }
    if bytes[position] == Byte.backtick {
      parseBackticks(&builder, isQuoted: isQuoted)
      return
    }
    switch byte(position + 1) {
    case Byte.open:
      if byte(position + 2) == Byte.open, let close = arithmeticEnd(position + 3) {
        let expression = parseArithmetic(position + 3, close)
        position = isAborted ? end : close + 2
        builder.append(.arithmetic(expression), source(start, position))
      } else {
        position += 2
        let script = parseEnclosed(
          start, 2, .unterminatedCommandSubstitution, "`$(` has no closing `)`")
        builder.append(
          .commandSubstitution(
            CommandSubstitution(script: script, isBacktick: false, text: string(start, position))),
          source(start, position))
      }
    case Byte.openBracket: parseLegacyArithmetic(&builder)
    case Byte.openBrace: parseBracedParameter(&builder, isQuoted: isQuoted)
    default:
      position += 1
      let nameStart = position
      if ShellParser.isNameStart(bytes[position]) {
        while position < end, ShellParser.isNameByte(bytes[position]) { position += 1 }
      } else {
        position += 1
      }
      let name = string(nameStart, position)
      noteVariable(name, start, position)
      builder.append(
        .parameter(
          ParameterExpansion(
            name: name, nameRange: source(nameStart, position), form: .plain, operator: nil,
            argument: nil, secondArgument: nil, isLength: false, isIndirect: false, index: nil,
            text: string(start, position), range: source(start, position))),
        source(start, position))
    }
  }

  /// Reads statements up to `)`, the opening token before them having been read.
  mutating func parseEnclosed(
    _ start: Int, _ length: Int, _ kind: ShellProblem.Kind, _ message: String
  ) -> ShellScript {
    let contentStart = position
    let statements = parseStatements(.parenthesis, alone: true)
    let contentEnd = max(position, contentStart)
    if byte(position) == Byte.close, position < end {
      position += 1
    } else {
      report(kind, message, start, start + length)
    }
    return script(statements, contentStart, contentEnd)
  }

  /// A script in a substitution.
  func script(_ statements: [Statement], _ lower: Int, _ upper: Int) -> ShellScript {
    ShellScript(
      statements: statements, comments: [], problems: [], features: [], dialect: dialect,
      range: source(lower, upper))
  }

  /// Reads `<(…)` or `>(…)`.
  mutating func parseProcessSubstitution(_ builder: inout WordBuilder) {
    builder.flags.insert(.expansion)
    let start = position
    guard enter() else { return }
    defer { leave() }
    let isInput = bytes[position] == Byte.less
    position += 2
    let script = parseEnclosed(
      start, 2, .unterminatedProcessSubstitution, "`\(isInput ? "<" : ">")(` has no closing `)`")
    note(.processSubstitution, start, position)
    builder.append(
      .processSubstitution(
        ProcessSubstitution(script: script, isInput: isInput, text: string(start, position))),
      source(start, position))
  }

  private mutating func parseBackticks(_ builder: inout WordBuilder, isQuoted: Bool) {
    let start = position
    var close = position + 1
    var hasEscapes = false
    while close < end, bytes[close] != Byte.backtick {
      if bytes[close] == Byte.backslash {
        let next = byte(close + 1)
        if next == Byte.dollar || next == Byte.backtick || next == Byte.backslash
          || (next == Byte.doubleQuote && isQuoted)
        {
          hasEscapes = true
        }
        close += 1
      }
      close += 1
    }
    let isClosed = close < end
    close = min(close, end)
    if !isClosed {
      report(.unterminatedBacktick, "a backtick has no closing backtick", start, start + 1)
    }
    let statements: [Statement]
    if hasEscapes {
      statements = parseUnescaped(start + 1, close, isQuoted: isQuoted)
    } else {
      let outer = end
      end = close
      position = start + 1
      statements = parseStatements([], alone: true)
      end = outer
    }
    position = isAborted ? end : min(isClosed ? close + 1 : close, end)
    builder.append(
      .commandSubstitution(
        CommandSubstitution(
          script: script(statements, start + 1, close), isBacktick: true,
          text: string(start, position))),
      source(start, position))
  }

  /// Reads the text between backticks without the backslashes that protect it from them.
  private mutating func parseUnescaped(_ lower: Int, _ upper: Int, isQuoted: Bool) -> [Statement] {
    var inner = MappedText()
    var runStart = lower
    var offset = lower
    while offset + 1 < upper {
      let next = bytes[offset + 1]
      if bytes[offset] == Byte.backslash {
        if next == Byte.dollar || next == Byte.backtick || next == Byte.backslash
          || (next == Byte.doubleQuote && isQuoted)
        {
          inner.append(text.slice(runStart..<offset))
          runStart = offset + 1
        }
        offset += 2
      } else {
        offset += 1
      }
    }
    inner.append(text.slice(runStart..<upper))
    var parser = ShellParser(inner, dialect: dialect, depth: depth)
    let statements = parser.parseStatements([], alone: true)
    problems += parser.problems
    features += parser.features
    comments += parser.comments
    isAborted = isAborted || parser.isAborted
    return statements
  }

  mutating func noteVariable(_ name: String, _ lower: Int, _ upper: Int) {
    guard let first = name.utf8.first, first <= UInt8(ascii: "U"), name.utf8.count > 2 else {
      return
    }
    if BashVariables.names.contains(name) || name.hasPrefix("BASH_") {
      note(.bashVariable, lower, upper)
    }
  }
}

/// The variables that bash and its like set.
enum BashVariables {
  static let names: Set<String> = [
    "BASH", "BASHOPTS", "BASHPID", "COPROC", "DIRSTACK", "EPOCHREALTIME", "EPOCHSECONDS", "EUID",
    "FUNCNAME", "GROUPS", "HOSTNAME", "HOSTTYPE", "MACHTYPE", "MAPFILE", "OSTYPE", "PIPESTATUS",
    "RANDOM", "REPLY", "SECONDS", "SHELLOPTS", "SHLVL", "SRANDOM", "UID",
  ]
}
