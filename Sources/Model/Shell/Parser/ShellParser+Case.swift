import Source

extension ShellParser {
  mutating func parseCase() -> Command {
    let start = position
    position += 4
    skipBlanks()
    let subject: Word
    if isDelimiter(position), !isSubstitution() {
      report(.missingName, "`case` has no word", start, start + 4)
      subject = Word(plain: "", range: source(position, position))
    } else {
      subject = parseWord()
    }
    skipLines()
    if !accept(.in, 2) { report(.missingIn, "`case` has no `in`", start, start + 4) }
    var clauses: [CaseCommand.Clause] = []
    while true {
      skipLines()
      if isAtEnd || keyword() == .esac { break }
      if isAtStop(), byte(position) != Byte.open { break }
      let before = position
      if let clause = parseClause() { clauses.append(clause) }
      if position == before {
        reportUnexpected()
        skipToken()
      }
    }
    if !accept(.esac, 4) { report(.missingEsac, "`case` has no `esac`", start, start + 4) }
    let last = position
    let redirects = parseRedirects()
    return .case(
      CaseCommand(
        subject: subject, clauses: clauses, redirects: redirects,
        range: range(start, last, redirects)))
  }

  private mutating func parseClause() -> CaseCommand.Clause? {
    let start = position
    if byte(position) == Byte.open {
      position += 1
      skipBlanks()
    }
    var patterns: [Word] = []
    while !isDelimiter(position) || isSubstitution() {
      patterns.append(parseWord())
      skipBlanks()
      guard byte(position) == Byte.pipe else { break }
      let pipe = position
      position += 1
      skipBlanks()
      if isDelimiter(position), !isSubstitution() {
        report(.unexpectedToken, "no pattern follows `|`", pipe, pipe + 1)
      }
    }
    guard let lastPattern = patterns.last else { return nil }
    if byte(position) == Byte.close {
      position += 1
    } else {
      report(
        .missingClosingParenthesis, "the pattern `\(lastPattern.text)` has no closing `)`", start,
        max(start + 1, position))
    }
    var last = position
    let body = parseStatements([.clause, .esac])
    var terminator: CaseCommand.Terminator?
    if byte(position) == Byte.semicolon {
      let next = byte(position + 1)
      let tokenStart = position
      if next == Byte.semicolon {
        position += 2
        terminator = .break
        if byte(position) == Byte.ampersand {
          position += 1
          terminator = .testNext
        }
      } else if next == Byte.ampersand {
        position += 2
        terminator = .fallThrough
      }
      if let terminator, terminator != .break { note(.caseFallThrough, tokenStart, position) }
      last = position
    }
    if terminator == nil, let final = body.last {
      return CaseCommand.Clause(
        patterns: patterns, body: body, terminator: nil,
        range: SourceRange(
          text.source(of: start), max(final.range.upperBound, final.terminator?.upperBound ?? 0)))
    }
    return CaseCommand.Clause(
      patterns: patterns, body: body, terminator: terminator, range: source(start, last))
  }
}
