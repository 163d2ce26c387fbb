import Source

/// Where quoted text stands, as far as it decides what ends it.
enum QuoteContext {
  /// Between `"` and `"`.
  case doubleQuotes
  /// In a here-document, which only its end ends.
  case heredoc
  /// The argument of `${x…}` in double quotes, which `}` ends.
  case argument(stopsAtSlash: Bool, stopsAtColon: Bool, isPattern: Bool)
}

extension ShellParser {
  /// Whether the `$` at the place begins an expansion.
  func isExpansion(quoted: Bool) -> Bool {
    let next = byte(position + 1)
    if ShellParser.isNameByte(next) { return true }
    switch next {
    case Byte.openBrace, Byte.open, Byte.at, Byte.star, Byte.hash, Byte.question, Byte.minus,
      Byte.dollar, Byte.bang:
      return true
    case Byte.openBracket: return dialect == .bash || dialect == .zsh
    case Byte.singleQuote, Byte.doubleQuote: return !quoted
    default: return false
    }
  }

  /// Reads an escape, a quoted string or an expansion outside of quotes.
  mutating func parseQuoteOrExpansion(_ builder: inout WordBuilder) {
    let start = position
    switch byte(position) {
    case Byte.backslash:
      builder.flags.insert(.quote)
      parseEscape(&builder)
    case Byte.singleQuote:
      builder.flags.insert(.quote)
      parseSingleQuotes(&builder)
    case Byte.doubleQuote:
      builder.flags.insert(.quote)
      let parts = parseDoubleQuotes(&builder)
      builder.append(.doubleQuoted(parts), source(start, position))
    case Byte.dollar where byte(position + 1) == Byte.singleQuote:
      builder.flags.insert(.quote)
      parseAnsiQuotes(&builder)
    case Byte.dollar where byte(position + 1) == Byte.doubleQuote:
      builder.flags.insert(.quote)
      note(.localeQuote, position, position + 2)
      position += 1
      let parts = parseDoubleQuotes(&builder)
      builder.append(.localeQuoted(parts), source(start, position))
    default: parseExpansion(&builder, isQuoted: false)
    }
  }

  /// Reads a backslash and what it protects.
  private mutating func parseEscape(_ builder: inout WordBuilder) {
    let start = position
    let joined = continuationLength(position)
    if joined > 0 {
      position = min(position + joined, end)
      builder.append(.escaped(""), source(start, position))
      return
    }
    position += 1
    guard position < end else {
      builder.append(.literal("\\"), source(start, position))
      return
    }
    position += characterLength(position)
    builder.append(.escaped(string(start + 1, position)), source(start, position))
  }

  /// How many bytes the UTF-8 character at an offset has.
  func characterLength(_ offset: Int) -> Int {
    var next = offset + 1
    guard bytes[offset] >= 0xC0 else { return 1 }
    while next < end, next - offset < 4, bytes[next] & 0xC0 == 0x80 { next += 1 }
    return next - offset
  }

  private mutating func parseSingleQuotes(_ builder: inout WordBuilder) {
    let start = position
    position += 1
    while position < end, bytes[position] != Byte.singleQuote { position += 1 }
    let content = string(start + 1, position)
    if position < end {
      position += 1
    } else {
      report(.unterminatedSingleQuote, "`'` has no closing `'`", start, start + 1)
    }
    builder.append(.singleQuoted(content), source(start, position))
  }

  /// Reads from a `"` to its partner and returns what is between.
  private mutating func parseDoubleQuotes(_ builder: inout WordBuilder) -> [WordPart] {
    let start = position
    guard enter() else { return [] }
    defer { leave() }
    position += 1
    let parts = parseQuoted(&builder.flags, .doubleQuotes)
    if byte(position) == Byte.doubleQuote, position < end {
      position += 1
    } else {
      report(.unterminatedDoubleQuote, "`\"` has no closing `\"`", start, start + 1)
    }
    return parts
  }

  /// Reads text in which only `$`, backticks and backslashes count, up to what ends it.
  mutating func parseQuoted(_ flags: inout Word.Flags, _ context: QuoteContext) -> [WordPart] {
    var builder = WordBuilder()
    var literal = position
    loop: while position < end {
      let next = bytes[position]
      switch next {
      case Byte.backslash:
        let protected = byte(position + 1)
        let joined = continuationLength(position)
        if joined > 0 {
          flush(&builder, literal)
          let start = position
          position = min(position + joined, end)
          builder.append(.escaped(""), source(start, position))
          literal = position
        } else if protected == Byte.dollar || protected == Byte.backtick
          || protected == Byte.backslash || protects(protected, context)
        {
          flush(&builder, literal)
          builder.append(
            .escaped(string(position + 1, position + 2)), source(position, position + 2))
          position += 2
          literal = position
        } else {
          position += 1
        }
      case Byte.dollar where isExpansion(quoted: true), Byte.backtick:
        flush(&builder, literal)
        let start = position
        parseExpansion(&builder, isQuoted: true)
        if position == start { position += 1 }
        literal = position
      case Byte.doubleQuote:
        switch context {
        case .doubleQuotes: break loop
        case .heredoc: position += 1
        case .argument:
          flush(&builder, literal)
          let start = position
          let parts = parseDoubleQuotes(&builder)
          builder.append(.doubleQuoted(parts), source(start, position))
          literal = position
        }
      case Byte.singleQuote:
        if case .argument(_, _, true) = context {
          flush(&builder, literal)
          parseSingleQuotes(&builder)
          literal = position
        } else {
          position += 1
        }
      case Byte.closeBrace, Byte.slash, Byte.colon:
        if case .argument(let stopsAtSlash, let stopsAtColon, _) = context,
          next == Byte.closeBrace || (next == Byte.slash && stopsAtSlash)
            || (next == Byte.colon && stopsAtColon)
        {
          break loop
        }
        position += 1
      default: position += 1
      }
    }
    flush(&builder, literal)
    flags.formUnion(builder.flags)
    return builder.parts
  }

  private func protects(_ byte: UInt8, _ context: QuoteContext) -> Bool {
    switch context {
    case .doubleQuotes: byte == Byte.doubleQuote
    case .heredoc: false
    case .argument: byte == Byte.doubleQuote || byte == Byte.closeBrace
    }
  }

  /// Reads `$'…'` and decodes its escapes.
  private mutating func parseAnsiQuotes(_ builder: inout WordBuilder) {
    let start = position
    position += 2
    var content: [UInt8] = []
    while position < end, bytes[position] != Byte.singleQuote {
      guard bytes[position] == Byte.backslash, position + 1 < end else {
        content.append(bytes[position])
        position += 1
        continue
      }
      position += 1
      let letter = bytes[position]
      position += 1
      switch letter {
      case UInt8(ascii: "a"): content.append(7)
      case UInt8(ascii: "b"): content.append(8)
      case UInt8(ascii: "e"), UInt8(ascii: "E"): content.append(27)
      case UInt8(ascii: "f"): content.append(12)
      case UInt8(ascii: "n"): content.append(10)
      case UInt8(ascii: "r"): content.append(13)
      case UInt8(ascii: "t"): content.append(9)
      case UInt8(ascii: "v"): content.append(11)
      case Byte.backslash, Byte.singleQuote, Byte.doubleQuote, Byte.question: content.append(letter)
      case UInt8(ascii: "x"): appendNumber(&content, radix: 16, digits: 2)
      case UInt8(ascii: "u"): appendScalar(&content, digits: 4)
      case UInt8(ascii: "U"): appendScalar(&content, digits: 8)
      case UInt8(ascii: "c"):
        if position < end {
          content.append(bytes[position] & 0x1F)
          position += 1
        }
      case 0x30...0x37:
        position -= 1
        appendNumber(&content, radix: 8, digits: 3)
      default:
        content.append(Byte.backslash)
        content.append(letter)
      }
    }
    if position < end {
      position += 1
    } else {
      report(.unterminatedAnsiQuote, "`$'` has no closing `'`", start, start + 2)
    }
    note(.ansiQuote, start, position)
    builder.append(.ansiQuoted(String(decoding: content, as: UTF8.self)), source(start, position))
  }

  private mutating func readNumber(radix: UInt32, digits: Int) -> UInt32? {
    var value: UInt32 = 0
    var count = 0
    while count < digits, position < end {
      let byte = bytes[position]
      let digit: UInt32
      switch byte {
      case 0x30...0x39: digit = UInt32(byte - 0x30)
      case 0x41...0x46: digit = UInt32(byte - 0x41 + 10)
      case 0x61...0x66: digit = UInt32(byte - 0x61 + 10)
      default: digit = 99
      }
      if digit >= radix { break }
      value = value &* radix &+ digit
      count += 1
      position += 1
    }
    return count > 0 ? value : nil
  }

  private mutating func appendNumber(_ content: inout [UInt8], radix: UInt32, digits: Int) {
    if let value = readNumber(radix: radix, digits: digits) {
      content.append(UInt8(truncatingIfNeeded: value))
    }
  }

  private mutating func appendScalar(_ content: inout [UInt8], digits: Int) {
    guard let value = readNumber(radix: 16, digits: digits), let scalar = Unicode.Scalar(value)
    else { return }
    content.append(contentsOf: String(Character(scalar)).utf8)
  }
}
