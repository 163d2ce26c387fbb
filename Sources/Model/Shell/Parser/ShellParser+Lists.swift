import Source

extension ShellParser {
  /// Whether the place is a token that ends the list.
  func isAtStop() -> Bool {
    if stops.isEmpty { return false }
    switch byte(position) {
    case Byte.close: return stops.contains(.parenthesis)
    case Byte.semicolon:
      let next = byte(position + 1)
      return stops.contains(.clause) && (next == Byte.semicolon || next == Byte.ampersand)
    case let first where (first >= 0x61 && first <= 0x7a) || first == Byte.closeBrace:
      guard let stop = keyword()?.stop else { return false }
      return !stops.isDisjoint(with: stop)
    default: return false
    }
  }

  /// Reads statements up to a token of `more` or of the lists around.
  mutating func parseStatements(_ more: Stops, alone: Bool = false) -> [Statement] {
    let outer = stops
    stops = alone ? more : outer.union(more)
    defer { stops = outer }
    var statements: [Statement] = []
    while true {
      skipLines()
      if isAtEnd || isAtStop() { break }
      let start = position
      if let list = parseAndOr() {
        statements.append(parseTerminator(list, start))
      } else if position == start {
        reportUnexpected()
        skipToken()
      }
    }
    return statements
  }

  /// Reads what ends a list of pipelines.
  private mutating func parseTerminator(_ list: AndOrList, _ start: Int) -> Statement {
    skipBlanks()
    let first = byte(position)
    let next = byte(position + 1)
    if first == Byte.semicolon, next != Byte.semicolon, next != Byte.ampersand {
      position += 1
      return Statement(
        list: list, isBackground: false, terminator: source(position - 1, position),
        range: list.range)
    }
    if first == Byte.ampersand, next != Byte.ampersand {
      position += 1
      return Statement(
        list: list, isBackground: true, terminator: source(position - 1, position),
        range: list.range)
    }
    if !isAtEnd, first != Byte.newline, first != Byte.hash, !isAtStop() {
      reportUnexpected()
      if isOperator(first) { skipToken() }
    }
    return Statement(list: list, isBackground: false, terminator: nil, range: list.range)
  }

  /// Reads pipelines joined by `&&` and `||`; nil, with nothing read, where no command begins.
  mutating func parseAndOr() -> AndOrList? {
    guard let first = parsePipeline() else { return nil }
    var rest: [AndOrList.Continuation] = []
    var range = first.range
    while true {
      skipBlanks()
      let next = byte(position)
      guard next == Byte.ampersand || next == Byte.pipe, byte(position + 1) == next else { break }
      let start = position
      position += 2
      let operatorRange = source(start, position)
      skipLines()
      guard let pipeline = parsePipeline() else {
        report(
          .missingCommand, "no command follows `\(string(start, start + 2))`", start, start + 2)
        range = range.union(operatorRange)
        continue
      }
      rest.append(
        AndOrList.Continuation(
          operator: next == Byte.ampersand ? .and : .or, operatorRange: operatorRange,
          pipeline: pipeline))
      range = range.union(pipeline.range)
    }
    return AndOrList(first: first, rest: rest, range: range)
  }

  /// Reads commands joined by `|`; nil, with nothing read, where no command begins.
  mutating func parsePipeline() -> Pipeline? {
    let start = position
    var isNegated = false
    var isTimed = false
    prefix: while byte(position) == Byte.bang || byte(position) == UInt8(ascii: "t") {
      switch keyword() {
      case .not:
        isNegated.toggle()
        position += 1
      case .time where dialect.isExtended:
        note(.timeKeyword, position, position + 4)
        isTimed = true
        position += 4
        skipBlanks()
        if byte(position) == Byte.minus, byte(position + 1) == UInt8(ascii: "p"),
          isDelimiter(position + 2)
        {
          position += 2
        }
      default: break prefix
      }
      skipBlanks()
    }
    let afterPrefix = position
    guard let first = parseCommand() else {
      if position == start { return nil }
      if !isTimed, position == afterPrefix {
        report(.missingCommand, "no command follows `!`", start, start + 1)
      }
      let last = isTimed || position > afterPrefix ? position : start + 1
      return Pipeline(
        commands: [], pipes: [], isNegated: isNegated, isTimed: isTimed,
        range: trimmed(start, last))
    }
    var commands = [first]
    var pipes: [Pipeline.Pipe] = []
    var range = first.range
    if afterPrefix > start { range = source(start, start + 1).union(range) }
    while true {
      skipBlanks()
      guard byte(position) == Byte.pipe, byte(position + 1) != Byte.pipe else { break }
      let pipeStart = position
      position += 1
      let includesErrors = byte(position) == Byte.ampersand
      if includesErrors {
        position += 1
        note(.pipeBoth, pipeStart, position)
      }
      let pipe = Pipeline.Pipe(
        range: source(pipeStart, position), includesErrors: includesErrors)
      let pipeEnd = position
      skipLines()
      guard let command = parseCommand() else {
        report(
          .missingCommand, "no command follows `\(string(pipeStart, pipeEnd))`", pipeStart, pipeEnd)
        range = range.union(pipe.range)
        continue
      }
      pipes.append(pipe)
      commands.append(command)
      range = range.union(command.range)
    }
    return Pipeline(
      commands: commands, pipes: pipes, isNegated: isNegated, isTimed: isTimed, range: range)
  }

  /// A range without the blanks at its end.
  private func trimmed(_ lower: Int, _ upper: Int) -> SourceRange {
    var upper = upper
    while upper > lower, bytes[upper - 1] == Byte.space || bytes[upper - 1] == Byte.tab {
      upper -= 1
    }
    return source(lower, upper)
  }

  func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case Byte.semicolon, Byte.ampersand, Byte.pipe, Byte.open, Byte.close: true
    default: false
    }
  }

  /// Where the token at the place ends.
  func tokenEnd() -> Int {
    let first = byte(position)
    if isOperator(first) {
      var offset = position + 1
      if first == Byte.open || first == Byte.close { return offset }
      if byte(offset) == first { offset += 1 }
      if first == Byte.semicolon || first == Byte.pipe, byte(offset) == Byte.ampersand {
        offset += 1
      }
      return min(offset, end)
    }
    var offset = position + 1
    while !isDelimiter(offset) { offset += 1 }
    return min(offset, end)
  }

  mutating func reportUnexpected() {
    let end = tokenEnd()
    let place = source(position, end)
    if let last = problems.last, last.kind == .unexpectedToken, last.range == place { return }
    let shown = string(position, min(end, position + 40))
    report(.unexpectedToken, "`\(shown)` cannot stand here", position, end)
  }

  mutating func skipToken() {
    position = max(tokenEnd(), position + 1)
  }
}
