import Source

extension ShellParser {
  /// Reads a redirection, if one begins at the place.
  mutating func parseRedirect() -> Redirect? {
    let start = position
    let first = byte(position)
    var descriptor: Redirect.Descriptor?
    switch first {
    case Byte.less, Byte.greater:
      if byte(position + 1) == Byte.open { return nil }
    case Byte.ampersand:
      guard byte(position + 1) == Byte.greater, byte(position + 2) != Byte.open else { return nil }
    case 0x30...0x39:
      var offset = position
      var number = 0
      while offset < end, ShellParser.isDigit(bytes[offset]), offset - position < 9 {
        number = number * 10 + Int(bytes[offset] - 0x30)
        offset += 1
      }
      guard byte(offset) == Byte.less || byte(offset) == Byte.greater,
        byte(offset + 1) != Byte.open
      else { return nil }
      descriptor = .number(number)
      position = offset
    case Byte.openBrace:
      var offset = position + 1
      guard ShellParser.isNameStart(byte(offset)) else { return nil }
      while ShellParser.isNameByte(byte(offset)) { offset += 1 }
      guard byte(offset) == Byte.closeBrace,
        byte(offset + 1) == Byte.less || byte(offset + 1) == Byte.greater,
        byte(offset + 2) != Byte.open
      else { return nil }
      descriptor = .variable(string(position + 1, offset))
      position = offset + 1
      note(.variableDescriptor, start, position)
    default: return nil
    }
    let operatorStart = position
    let kind = readRedirectOperator()
    let operatorEnd = position
    skipBlanks()
    if kind == .heredoc || kind == .heredocStrippingTabs {
      return parseHeredoc(kind, descriptor, start, operatorStart, operatorEnd)
    }
    var target: Word?
    let isDuplicate = kind == .duplicateInput || kind == .duplicateOutput
    let isMissing =
      isDelimiter(position) && !isSubstitution() || bytes[position] == Byte.hash
      || (!isDuplicate && isDescriptor())
    if isMissing {
      position = operatorEnd
      report(
        .missingRedirectTarget, "no file name follows `\(kind.rawValue)`", operatorStart,
        operatorEnd)
    } else {
      target = parseWord()
    }
    noteRedirect(kind, descriptor, target, operatorStart, operatorEnd)
    return Redirect(
      descriptor: descriptor, operator: kind, operatorRange: source(operatorStart, operatorEnd),
      target: target, heredoc: nil, range: source(start, position))
  }

  /// Whether a descriptor of another redirection stands at the place.
  private func isDescriptor() -> Bool {
    var offset = position
    while ShellParser.isDigit(byte(offset)) { offset += 1 }
    return offset > position && (byte(offset) == Byte.less || byte(offset) == Byte.greater)
  }

  private mutating func noteRedirect(
    _ kind: Redirect.Operator, _ descriptor: Redirect.Descriptor?, _ target: Word?, _ lower: Int,
    _ upper: Int
  ) {
    switch kind {
    case .writeBoth: note(.ampersandRedirect, lower, upper)
    case .appendBoth: note(.ampersandAppend, lower, upper)
    case .hereString: note(.hereString, lower, upper)
    case .duplicateOutput:
      if descriptor == nil, let literal = target?.literal, !Redirect.namesDescriptor(literal) {
        note(.redirectBothToWord, lower, upper)
      }
    default: break
    }
  }

  private mutating func readRedirectOperator() -> Redirect.Operator {
    let first = byte(position)
    let second = byte(position + 1)
    let third = byte(position + 2)
    let kind: Redirect.Operator
    switch (first, second, third) {
    case (Byte.ampersand, _, Byte.greater): kind = .appendBoth
    case (Byte.ampersand, _, _): kind = .writeBoth
    case (Byte.less, Byte.less, Byte.less): kind = .hereString
    case (Byte.less, Byte.less, Byte.minus): kind = .heredocStrippingTabs
    case (Byte.less, Byte.less, _): kind = .heredoc
    case (Byte.less, Byte.ampersand, _): kind = .duplicateInput
    case (Byte.less, Byte.greater, _): kind = .readWrite
    case (Byte.less, _, _): kind = .read
    case (_, Byte.greater, _): kind = .append
    case (_, Byte.pipe, _): kind = .clobber
    case (_, Byte.ampersand, _): kind = .duplicateOutput
    default: kind = .write
    }
    position += kind.rawValue.utf8.count
    return kind
  }
}
