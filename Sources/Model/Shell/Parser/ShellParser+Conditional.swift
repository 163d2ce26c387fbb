import Source

extension ShellParser {
  /// Reads `[[ … ]]`.
  mutating func parseConditional() -> Command {
    let start = position
    position += 2
    var items: [ConditionalCommand.Item] = []
    /// Whether an operand comes next, rather than an operator between two.
    var wantsOperand = true
    var hasMalformed = false
    var parentheses = 0
    loop: while true {
      skipLines()
      if isAtEnd { break }
      let first = bytes[position]
      let second = byte(position + 1)
      let at = position
      switch first {
      case Byte.closeBracket where keyword() == .closeBrackets: break loop
      case Byte.ampersand where second == Byte.ampersand, Byte.pipe where second == Byte.pipe:
        position += 2
        if wantsOperand { hasMalformed = true }
        wantsOperand = true
      case Byte.open:
        position += 1
        parentheses += 1
      case Byte.close:
        if parentheses == 0 || wantsOperand { hasMalformed = true }
        position += 1
        parentheses -= 1
        wantsOperand = false
      case Byte.less where second != Byte.open, Byte.greater where second != Byte.open:
        position += 1
        wantsOperand = true
      case Byte.bang where isDelimiter(position + 1): position += 1
      case Byte.semicolon, Byte.ampersand, Byte.pipe: break loop
      default:
        if wantsOperand {
          wantsOperand = parseOperand(&items)
          continue loop
        }
        let wordStart = position
        let word = parseWord()
        guard isBinaryOperator(word.text) else {
          items.append(.operand(word))
          if !hasMalformed {
            report(
              .malformedCondition, "no operator joins `\(word.text)` to what stands before it",
              wordStart, position)
          }
          hasMalformed = true
          continue loop
        }
        items.append(.operator(word.text, word.range))
        skipBlanks()
        let isRegex = word.text == "=~"
        if keyword() == .closeBrackets {
          wantsOperand = true
        } else if !isDelimiter(position) || byte(position) == Byte.open || isSubstitution()
          || (isRegex && byte(position) == Byte.pipe)
        {
          items.append(.operand(parseWord(isRegex ? .regex : .pattern)))
        } else {
          wantsOperand = true
        }
        continue loop
      }
      items.append(.operator(string(at, position), source(at, position)))
    }
    if accept(.closeBrackets, 2) {
      if hasMalformed || parentheses != 0 || wantsOperand {
        let found = problems.last
        if found?.kind != .malformedCondition {
          report(.malformedCondition, "the condition of `[[` is not complete", start, start + 2)
        }
      }
    } else {
      report(.missingClosingBrackets, "`[[` has no closing `]]`", start, start + 2)
    }
    note(.doubleBracket, start, start + 2)
    let last = trimmedEnd(start)
    let redirects = parseRedirects()
    return .conditional(
      ConditionalCommand(items: items, redirects: redirects, range: range(start, last, redirects)))
  }

  /// Where the text read so far ends without blanks.
  private func trimmedEnd(_ start: Int) -> Int {
    var upper = min(position, end)
    while upper > start + 1, bytes[upper - 1] <= Byte.space { upper -= 1 }
    return upper
  }

  /// Reads an operand or a unary operator; returns whether an operand has still to come.
  private mutating func parseOperand(_ items: inout [ConditionalCommand.Item]) -> Bool {
    let word = parseWord(.pattern)
    guard word.isPlain, isUnaryOperator(word.text) else {
      items.append(.operand(word))
      return false
    }
    let after = position
    skipBlanks()
    // `[[ -f ]]` and `[[ -n = x ]]` take the word as an operand.
    let isMissing = isDelimiter(position) && byte(position) != Byte.open && !isSubstitution()
    let isOperand = isMissing || keyword() == .closeBrackets || isAtComparison()
    position = after
    if isMissing {
      report(
        .malformedCondition, "no operand follows `\(word.text)`", position - word.text.utf8.count,
        position)
    }
    if isOperand {
      items.append(.operand(word))
      return false
    }
    items.append(.operator(word.text, word.range))
    return true
  }

  private func isAtComparison() -> Bool {
    var offset = position
    while !isDelimiter(offset) { offset += 1 }
    let text = string(position, min(offset, position + 4))
    return text == "=" || text == "==" || text == "!=" || text == "=~"
  }

  private func isUnaryOperator(_ text: String) -> Bool {
    guard text.utf8.count == 2, text.utf8.first == Byte.minus, let letter = text.utf8.last else {
      return false
    }
    return ByteSet("abcdefghknoprstuvwxzGLNORS").contains(letter)
  }

  private func isBinaryOperator(_ text: String) -> Bool {
    switch text {
    case "=", "==", "!=", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef": true
    default: false
    }
  }
}
