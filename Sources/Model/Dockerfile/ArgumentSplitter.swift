import Source

/// Splits the rest of an instruction into arguments, one way for each kind of instruction.
enum ArgumentSplitter {
  /// Words between blanks; quotes mean nothing (`reWhitespace.Split` in BuildKit).
  static func words(_ rest: MappedText) -> [Argument] {
    let bytes = rest.bytes
    var result: [Argument] = []
    var position = 0
    while position < bytes.count {
      if Blank.separates(bytes[position]) {
        position += 1
        continue
      }
      var end = position
      while end < bytes.count, !Blank.separates(bytes[end]) { end += 1 }
      result.append(Argument(rest.slice(position..<end)))
      position = end
    }
    return result
  }

  /// Words between blanks, where quotes and the escape character protect blanks (`parseWords`).
  static func quotedWords(_ rest: MappedText, escape: UInt8) -> [Argument] {
    let bytes = rest.bytes
    var result: [Argument] = []
    var position = 0
    while position < bytes.count {
      let blank = Blank.width(bytes, position, bytes.count)
      if blank > 0 {
        position += blank
        continue
      }
      let start = position
      var end = position
      var quote: UInt8?
      var quoted = false
      while position < bytes.count {
        let byte = bytes[position]
        if quote == nil, Blank.width(bytes, position, bytes.count) > 0 { break }
        if let open = quote {
          if byte == open { quote = nil }
          if byte == escape, open != UInt8(ascii: "'") {
            if position + 1 == bytes.count {
              // An escape that ends the line escapes nothing and is dropped.
              quote = nil
              position += 1
              continue
            }
            position += 1
          }
        } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
          quote = byte
          quoted = true
        } else if byte == escape {
          if position + 1 == bytes.count {
            position += 1
            continue
          }
          position += 1
        }
        position += scalarWidth(bytes, position)
        end = min(position, bytes.count)
      }
      if quoted || end > start { result.append(Argument(rest.slice(start..<end))) }
    }
    return result
  }

  private static func scalarWidth(_ bytes: [UInt8], _ position: Int) -> Int {
    switch bytes[position] {
    case ..<0xC0: 1
    case ..<0xE0: 2
    case ..<0xF0: 3
    default: 4
    }
  }

  /// The pairs of ENV or LABEL.
  static func pairs(
    _ rest: MappedText, keyword: String, escape: UInt8
  ) -> Result<[KeyValue], SyntaxProblem> {
    let words = quotedWords(rest, escape: escape)
    guard let first = words.first else { return .success([]) }
    if !first.text.bytes.contains(UInt8(ascii: "=")) {
      let bytes = rest.bytes
      guard let keyEnd = bytes.firstIndex(where: Blank.separates) else {
        return .failure(
          SyntaxProblem(
            .parse, .missingValue, "\(keyword) needs a name and a value, and here is only a name",
            at: rest.sourceRange, help: "Write `\(keyword) \(rest.text)=value`"))
      }
      var start = keyEnd
      while start < bytes.count, Blank.separates(bytes[start]) { start += 1 }
      return .success([
        KeyValue(
          key: Argument(rest.slice(0..<keyEnd)), value: Argument(rest.slice(start..<bytes.count)),
          isLegacy: true, range: rest.sourceRange)
      ])
    }
    var pairs: [KeyValue] = []
    for word in words {
      guard let pair = pair(word) else {
        return .failure(
          SyntaxProblem(
            .parse, .missingEquals, "\(keyword) takes `name=value`, and `\(word.value)` has no `=`",
            at: word.range,
            help: word.value.hasPrefix("#")
              ? "Move the comment to a line of its own: a Dockerfile has no comments at the end of a line"
              : "Write `\(word.value)=…`, or quote the value that it belongs to"))
      }
      pairs.append(pair)
    }
    return .success(pairs)
  }

  /// The names of ARG, each with its default where it has one.
  static func optionalPairs(_ words: [Argument]) -> [KeyValue] {
    words.map { pair($0) ?? KeyValue(key: $0, value: nil, isLegacy: false, range: $0.range) }
  }

  private static func pair(_ word: Argument) -> KeyValue? {
    guard let equals = word.text.bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    return KeyValue(
      key: Argument(word.text.slice(0..<equals)),
      value: Argument(word.text.slice(equals + 1..<word.text.count)),
      isLegacy: false, range: word.range)
  }
}
