import Source

extension ShellParser {
  /// Where the `))` stands that closes arithmetic begun before `start`; nil where the
  /// parentheses are those of commands.
  mutating func arithmeticEnd(_ start: Int) -> Int? {
    var nesting = 0
    var offset = start
    defer { lookaheadBudget -= offset - start }
    while offset < end, offset - start < lookaheadBudget {
      switch bytes[offset] {
      case Byte.open: nesting += 1
      case Byte.close:
        if nesting == 0 { return byte(offset + 1) == Byte.close ? offset : nil }
        nesting -= 1
      case Byte.backslash: offset += 1
      case Byte.singleQuote, Byte.doubleQuote, Byte.backtick:
        let quote = bytes[offset]
        offset += 1
        while offset < end, bytes[offset] != quote {
          if quote != Byte.singleQuote, bytes[offset] == Byte.backslash { offset += 1 }
          offset += 1
        }
      default: break
      }
      offset += 1
    }
    return nil
  }

  /// Reads the text between two places as arithmetic.
  mutating func parseArithmetic(_ lower: Int, _ upper: Int) -> ArithmeticExpression {
    let outer = end
    end = max(min(upper, end), lower)
    position = lower
    var builder = WordBuilder()
    var literal = position
    while position < end {
      let next = bytes[position]
      if ShellParser.isDigit(next) {
        while position < end,
          ShellParser.isNameByte(bytes[position]) || bytes[position] == Byte.hash
        {
          position += 1
        }
        continue
      }
      let startsPart =
        ShellParser.isNameStart(next) || next == Byte.backtick || next == Byte.doubleQuote
        || next == Byte.singleQuote || next == Byte.backslash
        || (next == Byte.dollar && isExpansion(quoted: false))
      guard startsPart else {
        position += 1
        continue
      }
      flush(&builder, literal)
      let start = position
      if ShellParser.isNameStart(next) {
        parseBareName(&builder)
      } else {
        parseQuoteOrExpansion(&builder)
      }
      if position == start { position += 1 }
      literal = position
    }
    position = min(position, end)
    flush(&builder, literal)
    end = outer
    return ArithmeticExpression(
      text: string(lower, max(lower, upper)), parts: builder.parts,
      range: source(lower, max(lower, upper)))
  }

  private mutating func parseBareName(_ builder: inout WordBuilder) {
    let start = position
    while position < end, ShellParser.isNameByte(bytes[position]) { position += 1 }
    let nameRange = source(start, position)
    let name = string(start, position)
    noteVariable(name, start, position)
    builder.append(
      .parameter(
        ParameterExpansion(
          name: name, nameRange: nameRange, form: .bare, operator: nil, argument: nil,
          secondArgument: nil, isLength: false, isIndirect: false, index: nil, text: name,
          range: nameRange)),
      nameRange)
  }

  /// Reads `$[…]`.
  mutating func parseLegacyArithmetic(_ builder: inout WordBuilder) {
    let start = position
    var offset = position + 2
    var nesting = 0
    while offset < end, bytes[offset] != Byte.newline {
      if bytes[offset] == Byte.openBracket { nesting += 1 }
      if bytes[offset] == Byte.closeBracket {
        if nesting == 0 { break }
        nesting -= 1
      }
      offset += 1
    }
    let isClosed = byte(offset) == Byte.closeBracket && offset < end
    if !isClosed {
      report(.unterminatedArithmetic, "`$[` has no closing `]`", start, min(start + 2, end))
    }
    let expression = parseArithmetic(start + 2, offset)
    position = isAborted ? end : min(isClosed ? offset + 1 : offset, end)
    note(.legacyArithmetic, start, position)
    builder.append(.arithmetic(expression), source(start, position))
  }
}
