import Source

extension ShellParser {
  /// Reads the delimiter of a here-document, and its body ahead of the rest of the line.
  mutating func parseHeredoc(
    _ kind: Redirect.Operator, _ descriptor: Redirect.Descriptor?, _ start: Int,
    _ operatorStart: Int, _ operatorEnd: Int
  ) -> Redirect {
    let operatorRange = source(operatorStart, operatorEnd)
    let wordStart = position
    guard !isDelimiter(position) else {
      position = operatorEnd
      report(
        .missingRedirectTarget, "no delimiter follows `\(kind.rawValue)`", operatorStart,
        operatorEnd)
      return Redirect(
        descriptor: descriptor, operator: kind, operatorRange: operatorRange, target: nil,
        heredoc: nil, range: source(start, position))
    }
    let (delimiter, isQuoted) = readDelimiter()
    let wordEnd = position
    let word = delimiterWord(delimiter, wordStart, wordEnd, isQuoted: isQuoted)
    let body = readBody(
      delimiter, isQuoted: isQuoted, stripsTabs: kind == .heredocStrippingTabs, operatorStart)
    position = isAborted ? end : wordEnd
    return Redirect(
      descriptor: descriptor, operator: kind, operatorRange: operatorRange, target: word,
      heredoc: body, range: source(start, wordEnd))
  }

  private func delimiterWord(
    _ delimiter: [UInt8], _ lower: Int, _ upper: Int, isQuoted: Bool
  ) -> Word {
    let range = source(lower, upper)
    guard isQuoted else { return Word(plain: string(lower, upper), range: range) }
    let value = String(decoding: delimiter, as: UTF8.self)
    return Word(
      text: string(lower, upper), parts: [WordPart(kind: .singleQuoted(value), range: range)],
      flags: .quote, range: range)
  }

  /// Reads a delimiter, in which nothing expands.
  private mutating func readDelimiter() -> (bytes: [UInt8], isQuoted: Bool) {
    var delimiter: [UInt8] = []
    var isQuoted = false
    while !isDelimiter(position) {
      let next = bytes[position]
      position += 1
      switch next {
      case Byte.backslash:
        isQuoted = true
        if position < end {
          delimiter.append(bytes[position])
          position += 1
        }
      case Byte.singleQuote, Byte.doubleQuote:
        isQuoted = true
        let start = position - 1
        while position < end, bytes[position] != next {
          delimiter.append(bytes[position])
          position += 1
        }
        if position < end {
          position += 1
        } else {
          report(
            next == Byte.singleQuote ? .unterminatedSingleQuote : .unterminatedDoubleQuote,
            "the quote of the delimiter is not closed", start, start + 1)
        }
      default: delimiter.append(next)
      }
    }
    return (delimiter, isQuoted)
  }

  /// Reads the body of a here-document, which begins after the line or after the body before it.
  private mutating func readBody(
    _ delimiter: [UInt8], isQuoted: Bool, stripsTabs: Bool, _ operatorStart: Int
  ) -> HeredocBody {
    if heredocNewline < position {
      heredocNewline = lineEnd()
      heredocEnd = min(heredocNewline + 1, end)
    }
    let bodyStart = heredocEnd
    var line = bodyStart
    var bodyEnd = end
    var delimiterRange: SourceRange?
    var isJoined = false
    while line < end {
      var next = line
      while next < end, bytes[next] != Byte.newline { next += 1 }
      var last = next
      if last > line, bytes[last - 1] == Byte.carriageReturn { last -= 1 }
      var first = line
      if stripsTabs { while first < last, bytes[first] == Byte.tab { first += 1 } }
      if !isJoined, last - first == delimiter.count, bytes[first..<last].elementsEqual(delimiter) {
        delimiterRange = source(first, last)
        bodyEnd = line
        heredocEnd = min(next + 1, end)
        break
      }
      isJoined = !isQuoted && endsWithBackslash(line, last)
      line = next + 1
    }
    if delimiterRange == nil {
      bodyEnd = end
      heredocEnd = end
      report(
        .unterminatedHeredoc,
        "no line `\(String(decoding: delimiter, as: UTF8.self))` ends the here-document",
        operatorStart, position)
    }
    let lower = min(bodyStart, bodyEnd)
    let parts = bodyParts(lower, bodyEnd, isQuoted: isQuoted)
    return HeredocBody(
      delimiter: String(decoding: delimiter, as: UTF8.self), isQuoted: isQuoted,
      stripsTabs: stripsTabs, text: string(lower, bodyEnd), range: source(lower, bodyEnd),
      delimiterRange: delimiterRange, parts: parts)
  }

  private func endsWithBackslash(_ lower: Int, _ upper: Int) -> Bool {
    var count = 0
    while upper - count > lower, bytes[upper - count - 1] == Byte.backslash { count += 1 }
    return count % 2 == 1
  }

  private mutating func bodyParts(_ lower: Int, _ upper: Int, isQuoted: Bool) -> [WordPart] {
    if lower >= upper { return [] }
    if isQuoted {
      return [WordPart(kind: .literal(string(lower, upper)), range: source(lower, upper))]
    }
    guard enter() else { return [] }
    defer { leave() }
    let outer = end
    let outerNewline = heredocNewline
    let outerEnd = heredocEnd
    end = upper
    position = lower
    heredocNewline = -1
    var flags: Word.Flags = []
    let parts = parseQuoted(&flags, .heredoc)
    end = outer
    heredocNewline = outerNewline
    heredocEnd = outerEnd
    return parts
  }

  /// Where the line ends that is read: at the next newline outside of quotes.
  private func lineEnd() -> Int {
    var offset = position
    var nesting = 0
    scan: while offset < end {
      switch bytes[offset] {
      case Byte.newline: return offset
      case Byte.backslash: offset += 1
      case Byte.open: nesting += 1
      case Byte.close:
        nesting -= 1
        if nesting < 0 { break scan }
      case Byte.hash where isDelimiter(offset - 1): break scan
      case Byte.singleQuote, Byte.doubleQuote:
        let quote = bytes[offset]
        offset += 1
        while offset < end, bytes[offset] != quote {
          if quote == Byte.doubleQuote, bytes[offset] == Byte.backslash { offset += 1 }
          offset += 1
        }
      default: break
      }
      offset += 1
    }
    while offset < end, bytes[offset] != Byte.newline { offset += 1 }
    return min(offset, end)
  }
}
