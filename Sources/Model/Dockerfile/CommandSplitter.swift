import Source

/// Splits a logical line into keyword, flags and the rest, as BuildKit's `splitCommand` does.
enum CommandSplitter {
  struct Parts {
    var keyword: Argument
    var flags: [InstructionFlag] = []
    var rest = MappedText()
  }

  static func split(_ line: MappedText) -> Parts {
    let bytes = line.bytes
    let whole = Blank.trim(bytes, 0..<bytes.count)
    var end = whole.lowerBound
    while end < whole.upperBound, !Blank.separates(bytes[end]) { end += 1 }
    var parts = Parts(keyword: Argument(line.slice(whole.lowerBound..<end)))
    while end < whole.upperBound, Blank.separates(bytes[end]) { end += 1 }
    let restStart = flags(line, end..<whole.upperBound, into: &parts.flags)
    parts.rest = line.slice(Blank.trim(bytes, restStart..<whole.upperBound))
    return parts
  }

  /// Reads words that begin with `--` and gives the offset at which the rest begins.
  private static func flags(
    _ line: MappedText, _ range: Range<Int>, into flags: inout [InstructionFlag]
  ) -> Int {
    let bytes = line.bytes
    var position = range.lowerBound
    while position < range.upperBound {
      let blank = Blank.width(bytes, position, range.upperBound)
      if blank > 0 {
        position += blank
        continue
      }
      guard bytes[position] == UInt8(ascii: "-"), position + 1 < range.upperBound,
        bytes[position + 1] == UInt8(ascii: "-")
      else { return position }
      let (word, start, end, quoted) = word(line, position, range.upperBound)
      position = end
      if word.bytes == [0x2D, 0x2D], !quoted { return position }
      flags.append(flag(word, line.source(of: start..<end)))
    }
    return range.upperBound
  }

  /// One flag word with quotes and escapes removed; the escape is always a backslash here.
  private static func word(
    _ line: MappedText, _ start: Int, _ limit: Int
  ) -> (MappedText, Int, Int, Bool) {
    let bytes = line.bytes
    var word = MappedText()
    var position = start
    var quote: UInt8?
    var quoted = false
    while position < limit {
      let byte = bytes[position]
      if quote == nil, Blank.width(bytes, position, limit) > 0 { break }
      if byte == quote {
        quote = nil
        position += 1
        continue
      }
      if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
        quoted = true
        position += 1
        continue
      }
      if byte == UInt8(ascii: "\\") {
        position += 1
        guard position < limit else { break }
        word.append(bytes[position], from: line.source(of: position))
        position += 1
        continue
      }
      word.append(byte, from: line.source(of: position))
      position += 1
    }
    return (word, start, position, quoted)
  }

  private static func flag(_ word: MappedText, _ range: SourceRange) -> InstructionFlag {
    let bytes = word.bytes
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
      let name = bytes.count >= 2 ? word.text(2..<bytes.count) : word.text
      return InstructionFlag(
        name: name, value: nil, valueText: MappedText(), range: range, text: word.text)
    }
    return InstructionFlag(
      name: word.text(min(2, equals)..<equals), value: word.text(equals + 1..<bytes.count),
      valueText: word.slice(equals + 1..<bytes.count), range: range, text: word.text)
  }
}
