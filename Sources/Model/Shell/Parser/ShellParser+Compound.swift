import Source

extension ShellParser {
  mutating func parseIf() -> Command {
    let start = position
    var branches: [IfCommand.Branch] = []
    var elseBody: [Statement]?
    var branchStart = position
    var opening = "if"
    while true {
      position += opening.utf8.count
      let condition = parseBody([.then, .else, .fi], after: opening, branchStart)
      let thenStart = position
      var body: [Statement] = []
      if accept(.then, 4) {
        body = parseBody([.else, .fi], after: "then", thenStart)
      } else {
        report(
          .missingThen, "`\(opening)` has no `then`", branchStart,
          branchStart + opening.utf8.count)
        body = parseStatements([.else, .fi])
      }
      branches.append(
        IfCommand.Branch(condition: condition, body: body, range: trimmedBlank(branchStart)))
      guard keyword() == .elif else { break }
      opening = "elif"
      branchStart = position
    }
    let elseStart = position
    if accept(.else, 4) { elseBody = parseBody(.fi, after: "else", elseStart) }
    if !accept(.fi, 2) { report(.missingFi, "`if` has no `fi`", start, start + 2) }
    let last = position
    let redirects = parseRedirects()
    return .if(
      IfCommand(
        branches: branches, elseBody: elseBody, redirects: redirects,
        range: range(start, last, redirects)))
  }

  /// The range from a place up to the last byte read that is no blank.
  private func trimmedBlank(_ start: Int) -> SourceRange {
    var upper = min(position, end)
    while upper > start + 1 {
      let byte = bytes[upper - 1]
      guard
        byte == Byte.space || byte == Byte.tab || byte == Byte.newline
          || byte == Byte.carriageReturn
      else { break }
      upper -= 1
    }
    return source(start, upper)
  }

  mutating func parseWhile(isUntil: Bool) -> Command {
    let start = position
    position += 5
    let opening = isUntil ? "until" : "while"
    let condition = parseBody([.do, .done], after: opening, start)
    let body = parseLoopBody(opening, start)
    let last = position
    let redirects = parseRedirects()
    return .while(
      WhileLoop(
        isUntil: isUntil, condition: condition, body: body, redirects: redirects,
        range: range(start, last, redirects)))
  }

  /// Reads `do … done`.
  private mutating func parseLoopBody(_ opening: String, _ start: Int) -> [Statement] {
    let length = opening.utf8.count
    let doStart = position
    if keyword() == .openBrace, opening == "for" || opening == "select" {
      position += 1
      let body = parseBody(.brace, after: "{", doStart)
      if !accept(.closeBrace, 1) {
        report(.missingClosingBrace, "`{` has no closing `}`", doStart, doStart + 1)
      }
      return body
    }
    guard accept(.do, 2) else {
      report(.missingDo, "`\(opening)` has no `do`", start, start + length)
      let body = parseStatements(.done)
      _ = accept(.done, 4)
      return body
    }
    let body = parseBody(.done, after: "do", doStart)
    if !accept(.done, 4) {
      report(.missingDone, "`\(opening)` has no `done`", start, start + length)
    }
    return body
  }

  mutating func parseFor() -> Command {
    let start = position
    position += 3
    skipBlanks()
    guard byte(position) == Byte.open, byte(position + 1) == Byte.open,
      let close = arithmeticEnd(position + 2)
    else {
      position = start
      return parseForWords(start, isSelect: false)
    }
    var expressions: [ArithmeticExpression] = []
    var partStart = position + 2
    var nesting = 0
    for offset in partStart..<close {
      switch bytes[offset] {
      case Byte.open: nesting += 1
      case Byte.close: nesting -= 1
      case Byte.semicolon where nesting == 0:
        expressions.append(parseArithmetic(partStart, offset))
        partStart = offset + 1
      default: break
      }
    }
    expressions.append(parseArithmetic(partStart, close))
    position = isAborted ? end : close + 2
    if expressions.count != 3 {
      report(
        .malformedCondition, "`for ((` takes three expressions with `;` between them", start,
        position)
    }
    note(.arithmeticFor, start, position)
    skipForSeparator()
    let body = parseLoopBody("for", start)
    let last = position
    let redirects = parseRedirects()
    return .arithmeticFor(
      ArithmeticForLoop(
        expressions: expressions, body: body, redirects: redirects,
        range: range(start, last, redirects)))
  }

  private mutating func skipForSeparator() {
    skipBlanks()
    if byte(position) == Byte.semicolon, byte(position + 1) != Byte.semicolon { position += 1 }
    skipLines()
  }

  mutating func parseForWords(_ start: Int, isSelect: Bool) -> Command {
    let opening = isSelect ? "select" : "for"
    position = start + opening.utf8.count
    if isSelect { note(.selectLoop, start, position) }
    skipBlanks()
    var variable = ""
    var variableRange = source(position, position)
    if isDelimiter(position) {
      report(.missingName, "`\(opening)` has no name", start, start + opening.utf8.count)
    } else {
      let nameStart = position
      let word = parseWord()
      variable = word.text
      variableRange = word.range
      let bytes = variable.utf8
      if let first = bytes.first,
        !ShellParser.isNameStart(first) || !bytes.allSatisfy(ShellParser.isNameByte)
      {
        report(
          .missingName, "`\(variable)` is no name of a variable", nameStart, position)
      }
    }
    skipLines()
    var words: [Word]?
    if accept(.in, 2) {
      var list: [Word] = []
      skipBlanks()
      while !isAtEnd, bytes[position] != Byte.hash, !isDelimiter(position) || isSubstitution() {
        list.append(parseWord())
        skipBlanks()
      }
      words = list
      if isOperator(byte(position)), byte(position) != Byte.semicolon {
        reportUnexpected()
        skipToken()
      }
    }
    skipForSeparator()
    let body = parseLoopBody(opening, start)
    let last = position
    let redirects = parseRedirects()
    return .for(
      ForLoop(
        variable: variable, variableRange: variableRange, words: words, body: body,
        isSelect: isSelect, redirects: redirects, range: range(start, last, redirects)))
  }

  /// Whether `<(` or `>(` stands at the place.
  func isSubstitution() -> Bool {
    let first = byte(position)
    return (first == Byte.less || first == Byte.greater) && byte(position + 1) == Byte.open
  }
}
