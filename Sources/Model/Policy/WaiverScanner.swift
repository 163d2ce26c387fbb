import Source

/// Steps through the bytes of one comment.
struct WaiverScanner {
  private let bytes: ArraySlice<UInt8>
  private(set) var position: Int

  /// A scanner of a comment, before its first word.
  init(_ source: SourceText, _ range: SourceRange) {
    let lower = min(max(range.lowerBound, 0), source.bytes.count)
    let upper = min(max(range.upperBound, lower), source.bytes.count)
    var bytes = source.bytes[lower..<upper]
    while let last = bytes.last, last == 0x0A || last == 0x0D || Self.isBlank(last) {
      bytes = bytes.dropLast()
    }
    self.bytes = bytes
    position = lower
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position += 3 }
    skipBlanks()
    while peek == UInt8(ascii: "#") { position += 1 }
    skipBlanks()
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// The next byte; nil at the end.
  var peek: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  /// Whether nothing is left.
  var isAtEnd: Bool { position >= bytes.endIndex }

  mutating func skipBlanks() {
    while let byte = peek, Self.isBlank(byte) { position += 1 }
  }

  /// Takes a byte where it comes next, and says whether it did.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  /// Takes a word in any case where it comes next and no letter follows.
  mutating func take(word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard bytes.endIndex - position >= wanted.count else { return false }
    for (index, byte) in wanted.enumerated()
    where Self.lower(bytes[position + index]) != byte {
      return false
    }
    let next = position + wanted.count
    if next < bytes.endIndex, let last = wanted.last, Self.isWord(last), Self.isWord(bytes[next]) {
      return false
    }
    position = next
    return true
  }

  /// Takes `=`, with blanks around it.
  mutating func takeEquals() -> Bool {
    let start = position
    skipBlanks()
    guard take(UInt8(ascii: "=")) else {
      position = start
      return false
    }
    skipBlanks()
    return true
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(lower(byte)) || (0x30...0x39).contains(byte) || byte == 0x5F
      || byte == 0x2D
  }

  /// Takes names parted by commas, up to a blank or one of `;"` and `ends`.
  mutating func takeNames(endingAt ends: [UInt8] = []) -> [Waiver.Name] {
    var names: [Waiver.Name] = []
    while true {
      skipBlanks()
      let start = position
      while let byte = peek, !Self.isBlank(byte), byte != UInt8(ascii: ","),
        byte != UInt8(ascii: ";"), byte != UInt8(ascii: "\""), !ends.contains(byte)
      {
        position += 1
      }
      if position > start {
        names.append(
          Waiver.Name(text: text(start..<position), range: SourceRange(start, position)))
      }
      let end = position
      skipBlanks()
      guard take(UInt8(ascii: ",")) else {
        position = end
        return names
      }
    }
  }

  /// Takes a value: what stands between quotes, else what stands before a blank or `;`.
  mutating func takeValue() -> String {
    for quote in [UInt8(ascii: "\""), UInt8(ascii: "'")] where take(quote) {
      let start = position
      while let byte = peek, byte != quote { position += 1 }
      let value = text(start..<position)
      _ = take(quote)
      return value
    }
    let start = position
    while let byte = peek, !Self.isBlank(byte), byte != UInt8(ascii: ";") { position += 1 }
    return text(start..<position)
  }

  /// Takes all that is left, without blanks and marks at its ends; nil where nothing is.
  mutating func takeRest() -> String? {
    let rest = text(position..<max(position, bytes.endIndex))
    position = bytes.endIndex
    let trimmed = rest.drop { " \t;:#-".contains($0) }.trimmed
    return trimmed.isEmpty ? nil : String(trimmed)
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}
