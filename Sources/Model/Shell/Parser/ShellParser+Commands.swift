import Source

extension ShellParser {
  /// Reads one command; nil, with nothing read, where none begins.
  mutating func parseCommand() -> Command? {
    guard !isAtEnd else { return nil }
    let first = bytes[position]
    if first == Byte.open {
      guard enter() else { return nil }
      defer { leave() }
      if byte(position + 1) == Byte.open, let close = arithmeticEnd(position + 2) {
        return parseArithmeticCommand(close)
      }
      return parseSubshell()
    }
    guard let keyword = keyword() else { return parseSimpleCommand() }
    if keyword.stop != nil || keyword == .in { return nil }
    if keyword == .closeBrackets, dialect.isExtended { return nil }
    guard enter() else { return nil }
    defer { leave() }
    switch keyword {
    case .openBrace: return parseGroup()
    case .if: return parseIf()
    case .for: return parseFor()
    case .select: return parseForWords(position, isSelect: true)
    case .while: return parseWhile(isUntil: false)
    case .until: return parseWhile(isUntil: true)
    case .case: return parseCase()
    case .function: return parseFunctionKeyword()
    case .openBrackets: return parseConditional()
    case .coproc where dialect.isExtended: return parseCoprocess()
    default: return parseSimpleCommand()
    }
  }

  /// Reads the list of a compound command and tells where it is empty.
  mutating func parseBody(_ stops: Stops, after token: String, _ opening: Int) -> [Statement] {
    let found = problems.count
    let statements = parseStatements(stops)
    if statements.isEmpty, problems.count == found, dialect != .zsh {
      report(
        .emptyBody, "no command stands after `\(token)`", opening,
        min(opening + token.utf8.count, end))
    }
    return statements
  }

  private mutating func parseSubshell() -> Command {
    let start = position
    position += 1
    let outer = stops
    stops = []
    let body = parseBody(.parenthesis, after: "(", start)
    stops = outer
    if byte(position) == Byte.close {
      position += 1
    } else {
      report(.missingClosingParenthesis, "`(` has no closing `)`", start, start + 1)
    }
    let last = position
    let redirects = parseRedirects()
    return .subshell(
      CommandGroup(body: body, redirects: redirects, range: range(start, last, redirects)))
  }

  private mutating func parseGroup() -> Command {
    let start = position
    position += 1
    let body = parseBody(.brace, after: "{", start)
    if !accept(.closeBrace, 1) {
      report(.missingClosingBrace, "`{` has no closing `}`", start, start + 1)
    }
    let last = position
    let redirects = parseRedirects()
    return .group(
      CommandGroup(body: body, redirects: redirects, range: range(start, last, redirects)))
  }

  private mutating func parseArithmeticCommand(_ close: Int) -> Command {
    let start = position
    let expression = parseArithmetic(position + 2, close)
    position = isAborted ? end : close + 2
    note(.doubleParenthesis, start, position)
    let last = position
    let redirects = parseRedirects()
    return .arithmetic(
      ArithmeticCommand(
        expression: expression, redirects: redirects, range: range(start, last, redirects)))
  }

  private mutating func parseFunctionKeyword() -> Command? {
    let start = position
    position += 8
    note(.functionKeyword, start, position)
    skipBlanks()
    let nameStart = position
    guard !isDelimiter(position) else {
      report(.missingName, "`function` has no name", start, start + 8)
      return .simple(simpleCommand(of: start))
    }
    let word = parseWord()
    skipBlanks()
    if byte(position) == Byte.open {
      let open = position
      position += 1
      skipBlanks()
      if byte(position) == Byte.close { position += 1 } else { position = open }
    }
    return parseFunctionBody(
      start, name: word.unquotedText, nameStart, word.range, hasKeyword: true)
  }

  /// A command of the one word `function`, where nothing follows it.
  private func simpleCommand(of start: Int) -> SimpleCommand {
    let range = source(start, start + 8)
    return SimpleCommand(
      assignments: [], words: [Word(plain: string(start, start + 8), range: range)], redirects: [],
      nestedScripts: [], range: range)
  }

  /// Reads what follows the name of a function.
  mutating func parseFunctionBody(
    _ start: Int, name: String, _ nameStart: Int, _ nameRange: SourceRange, hasKeyword: Bool
  ) -> Command? {
    if !name.utf8.allSatisfy(ShellParser.isNameByte) {
      features.append(ShellFeatureUse(feature: .functionNameCharacters, range: nameRange))
    }
    skipLines()
    let bodyStart = position
    guard let body = parseCommand() else {
      report(
        .missingFunctionBody, "the function `\(name)` has no body", start,
        max(start + 1, min(bodyStart, nameStart + name.utf8.count)))
      let place = nameRange.upperBound
      let empty = CommandGroup(body: [], redirects: [], range: SourceRange(place, place))
      return .function(
        FunctionDefinition(
          name: name, nameRange: nameRange, hasKeyword: hasKeyword, body: .group(empty),
          range: SourceRange(text.source(of: start), place)))
    }
    if case .simple = body, dialect == .bash || dialect == .ksh {
      let end = body.range
      problems.append(
        ShellProblem(
          kind: .missingFunctionBody,
          message: "the body of the function `\(name)` is no compound command; write `{ …; }`",
          range: end))
    }
    return .function(
      FunctionDefinition(
        name: name, nameRange: nameRange, hasKeyword: hasKeyword, body: body,
        range: SourceRange(text.source(of: start), body.range.upperBound)))
  }

  private mutating func parseCoprocess() -> Command? {
    let start = position
    position += 6
    note(.coprocess, start, position)
    skipBlanks()
    var name: String?
    let nameStart = position
    if keyword() == nil, !isAtEnd, ShellParser.isNameStart(bytes[position]) {
      while position < end, ShellParser.isNameByte(bytes[position]) { position += 1 }
      let nameEnd = position
      skipBlanks()
      switch position > nameEnd ? keyword() : nil {
      case .openBrace, .if, .for, .while, .until, .case, .openBrackets, .select:
        name = string(nameStart, nameEnd)
      default:
        if byte(position) == Byte.open, position > nameEnd {
          name = string(nameStart, nameEnd)
        } else {
          position = nameStart
        }
      }
    }
    guard let command = parseCommand() else {
      report(.missingCommand, "no command follows `coproc`", start, start + 6)
      return .simple(
        SimpleCommand(
          assignments: [], words: [Word(plain: "coproc", range: source(start, start + 6))],
          redirects: [], nestedScripts: [], range: source(start, start + 6)))
    }
    return .coprocess(
      Coprocess(
        name: name, command: command,
        range: SourceRange(text.source(of: start), command.range.upperBound)))
  }

  /// The range from a place up to `last` and the redirections after it.
  func range(_ start: Int, _ last: Int, _ redirects: [Redirect]) -> SourceRange {
    let range = source(start, last)
    guard let redirect = redirects.last else { return range }
    return range.union(redirect.range)
  }

  /// Reads the redirections after a compound command.
  mutating func parseRedirects() -> [Redirect] {
    var redirects: [Redirect] = []
    while true {
      skipBlanks()
      guard let redirect = parseRedirect() else { return redirects }
      redirects.append(redirect)
    }
  }
}
