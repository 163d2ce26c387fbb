/// One pass over a word that expands it.
struct ExpansionScanner<Environment: ExpansionEnvironment> {
  let text: [UInt8]
  let escape: UInt8
  let options: Expander.Options
  let environment: Environment
  /// The offset of the next byte.
  var position = 0
  var references: [ExpansionReference] = []
  /// The reference in whose argument the scanner is.
  var enclosing: Int?
  /// How many `${` are open.
  var depth = 0
  /// Whether escape characters stay in the text at this place.
  var keepsEscapes: Bool
  /// How many steps patterns may still take.
  var steps = Expander.maximumSteps

  init(_ text: [UInt8], expander: Expander, environment: Environment) {
    self.text = text
    self.environment = environment
    escape = expander.escape
    options = expander.options
    keepsEscapes = expander.options.contains(.keepsEscapes)
  }

  /// The byte at the scanner, where there is one.
  var next: UInt8? { position < text.count ? text[position] : nil }

  /// Takes the code point at the scanner, which must not be at the end.
  mutating func take() -> UInt32 {
    let (value, width) = text.scalar(at: position)
    position += width
    return value
  }

  /// Expands the whole text.
  mutating func expand(
    splitting splitter: inout ExpansionSplitter?
  ) throws(ExpansionError) -> ExpansionDraft {
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    return try read(until: nil, splitting: &splitter)
  }

  /// Expands the text up to the byte `stop`, and takes it, or up to the end.
  ///
  /// Gives nothing where `stop` does not come.
  mutating func read(
    until stop: UInt8, keepingEscapes: Bool
  ) throws(ExpansionError) -> ExpansionDraft? {
    let outer = keepsEscapes
    keepsEscapes = keepingEscapes
    defer { keepsEscapes = outer }
    var splitter: ExpansionSplitter?
    let draft = try read(until: stop, splitting: &splitter)
    // The stop was taken unless the text is at its end without it.
    return stopped ? draft : nil
  }

  /// Whether the last reading ended at its stop.
  private var stopped = false

  private mutating func read(
    until stop: UInt8?, splitting splitter: inout ExpansionSplitter?
  ) throws(ExpansionError) -> ExpansionDraft {
    var result = ExpansionDraft()
    let quotes = !options.contains(.ignoresQuotes)
    while let byte = next {
      if byte == stop {
        position += 1
        stopped = true
        return result
      }
      if byte == UInt8(ascii: "$") {
        let value = try dollar(isQuoted: false)
        result.append(value)
        splitter?.add(value)
      } else if quotes, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        let value =
          byte == UInt8(ascii: "'") ? try singleQuoted() : try doubleQuoted()
        result.append(value)
        splitter?.addQuoted(value)
      } else if byte == escape {
        position += 1
        if keepsEscapes {
          result.append(byte)
          splitter?.addQuoted(UInt32(byte))
        }
        if next == nil { break }
        let scalar = take()
        result.append(scalar: scalar)
        splitter?.addQuoted(scalar)
      } else {
        let scalar = take()
        result.append(scalar: scalar)
        splitter?.add(scalar)
      }
      try checkSize(result)
    }
    stopped = false
    return result
  }

  private mutating func singleQuoted() throws(ExpansionError) -> ExpansionDraft {
    let start = position
    var result = ExpansionDraft()
    position += 1
    if options.contains(.keepsQuotes) { result.append(UInt8(ascii: "'")) }
    while let byte = next {
      if byte == UInt8(ascii: "'") {
        position += 1
        if options.contains(.keepsQuotes) { result.append(byte) }
        return result
      }
      result.append(scalar: take())
    }
    throw ExpansionError(kind: .unclosedSingleQuote, range: start..<text.count)
  }

  private mutating func doubleQuoted() throws(ExpansionError) -> ExpansionDraft {
    let start = position
    let quote = UInt8(ascii: "\"")
    let dollarSign = UInt8(ascii: "$")
    var result = ExpansionDraft()
    position += 1
    if options.contains(.keepsQuotes) { result.append(quote) }
    while let byte = next {
      if byte == quote {
        position += 1
        if options.contains(.keepsQuotes) { result.append(byte) }
        return result
      }
      if byte == dollarSign {
        result.append(try dollar(isQuoted: true))
        try checkSize(result)
      } else if byte == escape {
        position += 1
        if keepsEscapes { result.append(byte) }
        guard let escaped = next else { break }
        if escaped == quote || escaped == dollarSign || escaped == escape {
          position += 1
          result.append(escaped)
        } else {
          result.append(byte)
        }
      } else {
        result.append(scalar: take())
      }
    }
    throw ExpansionError(kind: .unclosedDoubleQuote, range: start..<text.count)
  }

  /// Reads the name of a variable, a number or one special parameter.
  mutating func name() -> Range<Int> {
    let start = position
    guard let first = next else { return start..<start }
    if isSpecial(first) {
      position += 1
      return start..<position
    }
    let isNumber = ScalarKind.isDigit(text.scalar(at: position).value)
    while position < text.count {
      let (value, width) = text.scalar(at: position)
      let isPart =
        ScalarKind.isDigit(value)
        || !isNumber && (value == UInt32(UInt8(ascii: "_")) || ScalarKind.isLetter(value))
      if !isPart { break }
      position += width
    }
    return start..<position
  }

  private func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "@"), UInt8(ascii: "*"), UInt8(ascii: "#"), UInt8(ascii: "?"),
      UInt8(ascii: "-"), UInt8(ascii: "$"), UInt8(ascii: "!"):
      true
    default: false
    }
  }

  /// Ends the expansion of a text that grows without measure.
  func checkSize(_ draft: ExpansionDraft) throws(ExpansionError) {
    if draft.bytes.count > text.count * 3 + Expander.maximumGrowth {
      throw ExpansionError(kind: .tooLarge, range: 0..<text.count)
    }
  }

  func string(_ range: Range<Int>) -> String {
    String(decoding: text[range], as: UTF8.self)
  }
}
