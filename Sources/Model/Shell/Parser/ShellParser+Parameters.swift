import Source

/// The pieces of a `${…}` while it is read.
private struct ParameterBuilder {
  var name = ""
  var nameRange = SourceRange(0, 0)
  var isLength = false
  var isIndirect = false
  var index: Word?
  var operation: ParameterExpansion.Operator?
  var argument: Word?
  var second: Word?
}

extension ShellParser {
  /// Reads a `${…}`.
  mutating func parseBracedParameter(_ builder: inout WordBuilder, isQuoted: Bool) {
    let start = position
    position += 2
    var parameter = ParameterBuilder()
    if dialect == .zsh { skipZshFlags() }
    readPrefix(&parameter)
    let nameStart = position
    readName()
    parameter.name = string(nameStart, position)
    parameter.nameRange = source(nameStart, position)
    var isBad = parameter.name.isEmpty
    if byte(position) == Byte.openBracket, !isBad { readIndex(&parameter, start) }
    if parameter.isIndirect { note(.indirectExpansion, start, position) }
    if !isBad, byte(position) != Byte.closeBrace, position < end {
      isBad = !readOperator(&parameter, start, isQuoted: isQuoted)
    }
    if parameter.isLength, parameter.operation != nil { isBad = true }
    if byte(position) == Byte.closeBrace, position < end {
      position += 1
      if isBad { reportBad(start) }
    } else if position < end || isBad {
      skipToBrace(start, isQuoted: isQuoted)
    } else {
      report(
        .unterminatedParameterExpansion, "`${` has no closing `}`", start, min(start + 2, end))
    }
    noteVariable(parameter.name, start, position)
    builder.append(
      .parameter(
        ParameterExpansion(
          name: parameter.name, nameRange: parameter.nameRange, form: .braced,
          operator: parameter.operation, argument: parameter.argument,
          secondArgument: parameter.second, isLength: parameter.isLength,
          isIndirect: parameter.isIndirect, index: parameter.index, text: string(start, position),
          range: source(start, position))),
      source(start, position))
  }

  private mutating func reportBad(_ start: Int) {
    report(
      .badSubstitution,
      "`\(string(start, min(position, start + 40)))` is no expansion that a shell knows",
      start, position)
  }

  /// Leaves an expansion that cannot be read at its `}`, or at the end of the quotes or word.
  private mutating func skipToBrace(_ start: Int, isQuoted: Bool) {
    var nesting = 0
    while position < end {
      let next = bytes[position]
      if next == Byte.openBrace { nesting += 1 }
      if next == Byte.closeBrace {
        if nesting == 0 {
          position += 1
          reportBad(start)
          return
        }
        nesting -= 1
      }
      if isQuoted ? next == Byte.doubleQuote : next == Byte.newline { break }
      position += 1
    }
    report(.unterminatedParameterExpansion, "`${` has no closing `}`", start, min(start + 2, end))
  }

  /// Skips `(…)` flags and the marks `=`, `~` and `^` of zsh.
  private mutating func skipZshFlags() {
    if byte(position) == Byte.open {
      while position < end, bytes[position] != Byte.close, bytes[position] != Byte.newline {
        position += 1
      }
      if byte(position) == Byte.close { position += 1 }
    }
    while byte(position) == Byte.equals || byte(position) == Byte.tilde
      || byte(position) == Byte.caret || byte(position) == Byte.plus
    {
      position += 1
    }
  }

  /// Reads the `#` of a length or the `!` of an indirection.
  private mutating func readPrefix(_ parameter: inout ParameterBuilder) {
    let first = byte(position)
    guard first == Byte.hash || first == Byte.bang else { return }
    let next = byte(position + 1)
    if ShellParser.isNameByte(next) {
      position += 1
    } else {
      switch next {
      case Byte.at, Byte.star, Byte.hash, Byte.question, Byte.minus, Byte.dollar, Byte.bang:
        guard byte(position + 2) == Byte.closeBrace else { return }
        // `${!@}` and `${!*}` are indirections; `${##}` is the length of `$#`.
        position += 1
      default: return
      }
    }
    if first == Byte.hash { parameter.isLength = true } else { parameter.isIndirect = true }
  }

  private mutating func readName() {
    guard position < end else { return }
    let first = bytes[position]
    if ShellParser.isNameStart(first) {
      while position < end, ShellParser.isNameByte(bytes[position]) { position += 1 }
    } else if ShellParser.isDigit(first) {
      while position < end, ShellParser.isDigit(bytes[position]) { position += 1 }
    } else {
      switch first {
      case Byte.at, Byte.star, Byte.hash, Byte.question, Byte.minus, Byte.dollar, Byte.bang:
        position += 1
      default: break
      }
    }
  }

  /// Reads `[index]`.
  private mutating func readIndex(_ parameter: inout ParameterBuilder, _ start: Int) {
    position += 1
    parameter.index = parseIndex()
    if byte(position) == Byte.closeBracket { position += 1 }
    note(.array, start, position)
  }

  /// Reads the index of an array up to its `]`.
  mutating func parseIndex() -> Word {
    let start = position
    var builder = WordBuilder()
    var literal = position
    var nesting = 0
    while position < end {
      let next = bytes[position]
      if next == Byte.closeBracket {
        if nesting == 0 { break }
        nesting -= 1
      }
      if next == Byte.openBracket { nesting += 1 }
      if next == Byte.closeBrace || next == Byte.newline { break }
      if next == Byte.doubleQuote || next == Byte.singleQuote || next == Byte.backtick
        || next == Byte.backslash || (next == Byte.dollar && isExpansion(quoted: true))
      {
        flush(&builder, literal)
        let before = position
        parseQuoteOrExpansion(&builder)
        if position == before { position += 1 }
        literal = position
      } else {
        position += 1
      }
    }
    flush(&builder, literal)
    return Word(
      text: string(start, position), parts: builder.parts, flags: builder.flags,
      range: source(start, position))
  }

  /// Reads the operator and its arguments; false where there is none that a shell knows.
  private mutating func readOperator(
    _ parameter: inout ParameterBuilder, _ start: Int, isQuoted: Bool
  ) -> Bool {
    let first = byte(position)
    let second = byte(position + 1)
    switch first {
    case Byte.colon:
      switch second {
      case Byte.minus: parameter.operation = .defaultIfEmpty
      case Byte.equals: parameter.operation = .assignIfEmpty
      case Byte.question: parameter.operation = .errorIfEmpty
      case Byte.plus: parameter.operation = .alternativeIfNotEmpty
      default: return readSubstring(&parameter, start)
      }
      position += 2
    case Byte.minus, Byte.equals, Byte.question, Byte.plus:
      parameter.operation = ParameterExpansion.Operator(rawValue: string(position, position + 1))
      position += 1
    case Byte.hash, Byte.percent:
      let length = second == first ? 2 : 1
      parameter.operation = ParameterExpansion.Operator(
        rawValue: string(position, position + length))
      position += length
      parameter.argument = parseArgument(isQuoted: isQuoted, isPattern: true)
      return true
    case Byte.slash: return readReplacement(&parameter, start, isQuoted: isQuoted)
    case Byte.caret, Byte.comma:
      let length = second == first ? 2 : 1
      parameter.operation = ParameterExpansion.Operator(
        rawValue: string(position, position + length))
      position += length
      note(.caseModification, start, position)
      parameter.argument = parseArgument(isQuoted: isQuoted, isPattern: true)
      return true
    case Byte.at, Byte.star:
      if parameter.isIndirect, second == Byte.closeBrace {
        parameter.operation = .matchingNames
        position += 1
        return true
      }
      guard first == Byte.at, ShellParser.isNameStart(second) else { return false }
      parameter.operation = .transform
      note(.parameterTransformation, start, position + 2)
      position += 1
      parameter.argument = parseArgument(isQuoted: isQuoted, isPattern: false)
      return true
    default: return false
    }
    parameter.argument = parseArgument(isQuoted: isQuoted, isPattern: false)
    return true
  }

  private mutating func readSubstring(_ parameter: inout ParameterBuilder, _ start: Int) -> Bool {
    position += 1
    guard byte(position) != Byte.closeBrace else { return false }
    parameter.operation = .substring
    note(.substringExpansion, start, position)
    parameter.argument = parseArgument(isQuoted: true, isPattern: false, stopsAtColon: true)
    if byte(position) == Byte.colon {
      position += 1
      parameter.second = parseArgument(isQuoted: true, isPattern: false)
    }
    return true
  }

  private mutating func readReplacement(
    _ parameter: inout ParameterBuilder, _ start: Int, isQuoted: Bool
  ) -> Bool {
    position += 1
    parameter.operation = .replaceFirst
    switch byte(position) {
    case Byte.slash: parameter.operation = .replaceAll
    case Byte.hash: parameter.operation = .replacePrefix
    case Byte.percent: parameter.operation = .replaceSuffix
    default: position -= 1
    }
    position += 1
    note(.patternReplacement, start, position)
    parameter.argument = parseArgument(isQuoted: isQuoted, isPattern: true, stopsAtSlash: true)
    if byte(position) == Byte.slash {
      position += 1
      parameter.second = parseArgument(isQuoted: isQuoted, isPattern: true)
    }
    return true
  }

  /// Reads the word after an operator of `${x…}` up to `}` or the separator.
  private mutating func parseArgument(
    isQuoted: Bool, isPattern: Bool, stopsAtSlash: Bool = false, stopsAtColon: Bool = false
  ) -> Word {
    let start = position
    var flags: Word.Flags = []
    var parts: [WordPart]
    if isQuoted {
      parts = parseQuoted(
        &flags,
        .argument(stopsAtSlash: stopsAtSlash, stopsAtColon: stopsAtColon, isPattern: isPattern))
    } else {
      var builder = WordBuilder()
      parseUnquotedArgument(&builder, stopsAtSlash: stopsAtSlash)
      parts = builder.parts
      flags = builder.flags
    }
    if parts.count == 1, case .literal(let text) = parts[0].kind {
      return Word(plain: text, range: parts[0].range)
    }
    return Word(
      text: string(start, position), parts: parts, flags: flags, range: source(start, position))
  }

  private mutating func parseUnquotedArgument(_ builder: inout WordBuilder, stopsAtSlash: Bool) {
    var literal = position
    while position < end {
      let next = bytes[position]
      guard ByteSet.braced.contains(next) else {
        position += 1
        continue
      }
      if next == Byte.closeBrace || (next == Byte.slash && stopsAtSlash) { break }
      switch next {
      case Byte.slash, Byte.colon, Byte.openBracket:
        position += 1
        continue
      case Byte.dollar where !isExpansion(quoted: false):
        position += 1
        continue
      default: break
      }
      flush(&builder, literal)
      if next == Byte.star || next == Byte.question {
        builder.flags.insert(.glob)
        builder.append(.glob(string(position, position + 1)), source(position, position + 1))
        position += 1
      } else {
        let before = position
        parseQuoteOrExpansion(&builder)
        if position == before { position += 1 }
      }
      literal = position
    }
    flush(&builder, literal)
  }
}
