import Source

/// Where a word stands, as far as it decides what ends it.
enum WordContext {
  /// An argument: blanks and operators end it.
  case argument
  /// The value of an assignment, where `~` also counts after `:`.
  case value
  /// An operand in `[[ ]]`.
  case pattern
  /// The right side of `=~`, where `(` and `|` belong to the word.
  case regex
}

/// The pieces of a word while it is read.
struct WordBuilder {
  var parts: [WordPart] = []
  var flags: Word.Flags = []

  mutating func append(_ kind: WordPart.Kind, _ range: SourceRange) {
    parts.append(WordPart(kind: kind, range: range))
  }
}

extension ShellParser {
  /// Reads a word; the place must not be a delimiter, but may be a process substitution.
  mutating func parseWord(_ context: WordContext = .argument) -> Word {
    let start = position
    if byte(start) != Byte.tilde {
      var offset = start
      while offset < end, !ByteSet.word.contains(bytes[offset]) { offset += 1 }
      if offset > start, offset >= end || endsPlainWord(offset) {
        position = offset
        return Word(plain: string(start, offset), range: source(start, offset))
      }
    }
    var builder = WordBuilder()
    builder.parts.reserveCapacity(2)
    parseParts(&builder, context)
    if position == start { position += 1 }
    position = min(position, end)
    if builder.parts.count == 1, builder.flags.isEmpty,
      case .literal(let text) = builder.parts[0].kind
    {
      return Word(plain: text, range: builder.parts[0].range)
    }
    return Word(
      text: string(start, position), parts: builder.parts, flags: builder.flags,
      range: source(start, position))
  }

  /// Whether a special byte surely ends a word of plain text.
  private func endsPlainWord(_ offset: Int) -> Bool {
    switch bytes[offset] {
    case Byte.space, Byte.tab, Byte.newline, Byte.semicolon, Byte.close: true
    case Byte.ampersand: true
    default: false
    }
  }

  private mutating func parseParts(_ builder: inout WordBuilder, _ context: WordContext) {
    let start = position
    var literal = position
    var parentheses = 0
    if byte(position) == Byte.tilde { literal = parseTilde(&builder) }
    loop: while position < end {
      let next = bytes[position]
      guard ByteSet.word.contains(next) else {
        if next == Byte.colon, context == .value, byte(position + 1) == Byte.tilde {
          position += 1
          flush(&builder, literal)
          literal = parseTilde(&builder)
        } else {
          position += 1
        }
        continue
      }
      switch next {
      case Byte.space, Byte.tab, Byte.newline, Byte.semicolon, Byte.ampersand:
        if parentheses == 0 || (context == .regex && next == Byte.newline) { break loop }
        position += 1
      case Byte.carriageReturn:
        if endsLine(position) { break loop }
        position += 1
      case Byte.pipe:
        if parentheses == 0, context != .regex { break loop }
        if context == .regex, parentheses == 0, byte(position + 1) == Byte.pipe { break loop }
        if context == .regex {
          position += 1
        } else {
          flush(&builder, literal)
          literal = parseGlobByte(&builder, 1)
        }
      case Byte.less, Byte.greater:
        if parentheses > 0 {
          position += 1
          continue
        }
        guard byte(position + 1) == Byte.open else { break loop }
        flush(&builder, literal)
        parseProcessSubstitution(&builder)
        literal = position
      case Byte.open:
        if context == .regex || parentheses > 0 {
          parentheses += 1
          position += 1
          continue
        }
        guard position > start, isPatternPrefix(bytes[position - 1]),
          hasExtendedGlobs || context == .pattern
        else { break loop }
        parentheses += 1
        note(.extendedGlob, position - 1, position + 1)
        if position > literal {
          position -= 1
          flush(&builder, literal)
          literal = parseGlobByte(&builder, 2)
        } else if case .glob = builder.parts.last?.kind {
          literal = parseGlobByte(&builder, 1)
        } else {
          position += 1
        }
      case Byte.close:
        if parentheses == 0 { break loop }
        parentheses -= 1
        if context == .regex {
          position += 1
        } else {
          flush(&builder, literal)
          literal = parseGlobByte(&builder, 1)
        }
      case Byte.star, Byte.question:
        flush(&builder, literal)
        literal = parseGlobByte(&builder, 1)
      case Byte.openBracket:
        let length = bracketLength()
        if length == 0 {
          position += 1
        } else {
          flush(&builder, literal)
          literal = parseGlobByte(&builder, length)
        }
      case Byte.openBrace:
        searchBraces(&builder)
        position += 1
      case Byte.backslash, Byte.singleQuote, Byte.doubleQuote, Byte.dollar, Byte.backtick:
        let partStart = position
        if next == Byte.dollar, !isExpansion(quoted: false) {
          position += 1
          continue
        }
        flush(&builder, literal)
        parseQuoteOrExpansion(&builder)
        literal = position
        if position == partStart { break loop }
      default: position += 1
      }
    }
    flush(&builder, literal)
    if parentheses > 0, !isAborted {
      report(
        .unterminatedParenthesis, "the pattern has no closing `)`", start, max(start + 1, position))
    }
  }

  /// Ends the literal text before the place.
  func flush(_ builder: inout WordBuilder, _ literal: Int) {
    guard literal < position else { return }
    builder.append(.literal(string(literal, position)), source(literal, position))
  }

  /// Reads bytes as a glob; returns where the next literal begins.
  private mutating func parseGlobByte(_ builder: inout WordBuilder, _ length: Int) -> Int {
    let start = position
    position = min(position + length, end)
    builder.flags.insert(.glob)
    builder.append(.glob(string(start, position)), source(start, position))
    return position
  }

  /// Whether a byte before `(` makes an extended pattern.
  private func isPatternPrefix(_ byte: UInt8) -> Bool {
    switch byte {
    case Byte.at, Byte.bang, Byte.plus, Byte.star, Byte.question: true
    default: false
    }
  }

  /// Reads a tilde prefix; returns where the next literal begins.
  private mutating func parseTilde(_ builder: inout WordBuilder) -> Int {
    let start = position
    var offset = position + 1
    while offset < end,
      ShellParser.isNameByte(bytes[offset]) || bytes[offset] == Byte.minus
        || bytes[offset] == Byte.plus || bytes[offset] == Byte.dot
    {
      offset += 1
    }
    let next = byte(offset)
    guard isDelimiter(offset) || next == Byte.slash || next == Byte.colon else { return start }
    position = offset
    builder.flags.insert(.tilde)
    builder.append(.tilde(string(start, offset)), source(start, offset))
    return offset
  }

  /// How long the `[…]` at the place is; 0 where no bracket closes it.
  private mutating func bracketLength() -> Int {
    if position < bracketsSearched { return 0 }
    var offset = position + 1
    if byte(offset) == Byte.bang || byte(offset) == Byte.caret { offset += 1 }
    if byte(offset) == Byte.closeBracket { offset += 1 }
    while offset < end {
      let next = bytes[offset]
      if next == Byte.closeBracket { return offset + 1 - position }
      if next == Byte.openBracket, byte(offset + 1) == Byte.colon {
        var inner = offset + 2
        while inner < end, ShellParser.isNameByte(bytes[inner]) { inner += 1 }
        if byte(inner) == Byte.colon, byte(inner + 1) == Byte.closeBracket {
          offset = inner + 2
          continue
        }
      }
      if ByteSet.word.contains(next), next != Byte.openBracket, next != Byte.star,
        next != Byte.question, next != Byte.openBrace
      {
        break
      }
      offset += 1
    }
    bracketsSearched = offset
    return 0
  }

  /// Finds a brace expansion that begins at or after the place, in this word.
  private mutating func searchBraces(_ builder: inout WordBuilder) {
    guard position >= bracesSearched else { return }
    var open: [(start: Int, isList: Bool, isRange: Bool, isParameter: Bool)] = []
    var offset = position
    scan: while offset < end {
      switch bytes[offset] {
      case Byte.openBrace:
        let isParameter = offset > 0 && bytes[offset - 1] == Byte.dollar
        open.append((offset, false, false, isParameter))
      case Byte.comma where !open.isEmpty: open[open.count - 1].isList = true
      case Byte.dot where !open.isEmpty && byte(offset + 1) == Byte.dot:
        open[open.count - 1].isRange = true
      case Byte.closeBrace:
        guard let group = open.popLast() else { break }
        let isRange = group.isRange && !group.isList && isBraceRange(group.start + 1, offset)
        if !group.isParameter, group.isList || isRange {
          builder.flags.insert(.brace)
          if dialect.isExtended { builder.flags.insert(.expandsBraces) }
          note(group.isList ? .braceExpansion : .braceRange, group.start, offset + 1)
        }
        if open.isEmpty {
          bracesSearched = offset + 1
          return
        }
      case Byte.backslash: offset += 1
      case Byte.singleQuote, Byte.doubleQuote:
        let quote = bytes[offset]
        offset += 1
        while offset < end, bytes[offset] != quote {
          if quote == Byte.doubleQuote, bytes[offset] == Byte.backslash { offset += 1 }
          offset += 1
        }
      case Byte.space, Byte.tab, Byte.newline, Byte.semicolon, Byte.ampersand, Byte.pipe,
        Byte.less, Byte.greater, Byte.close:
        break scan
      default: break
      }
      offset += 1
    }
    bracesSearched = min(offset, end)
  }

  /// Whether `x..y` or `x..y..step` stands between two places: numbers, or single letters.
  private func isBraceRange(_ lower: Int, _ upper: Int) -> Bool {
    var numbers: [Bool] = []
    var offset = lower
    while offset < upper {
      let start = offset
      if bytes[offset] == Byte.minus || bytes[offset] == Byte.plus { offset += 1 }
      while offset < upper, ShellParser.isNameByte(bytes[offset]) { offset += 1 }
      let digits = bytes[start..<offset].drop { $0 == Byte.minus || $0 == Byte.plus }
      let isNumber = !digits.isEmpty && digits.allSatisfy(ShellParser.isDigit)
      guard isNumber || (offset - start == 1 && ShellParser.isNameStart(bytes[start])) else {
        return false
      }
      numbers.append(isNumber)
      if offset == upper {
        return numbers.count >= 2 && numbers.count <= 3 && numbers[0] == numbers[1]
          && numbers.dropFirst(2).allSatisfy { $0 }
      }
      guard bytes[offset] == Byte.dot, offset + 1 < upper, bytes[offset + 1] == Byte.dot else {
        return false
      }
      offset += 2
    }
    return false
  }
}
