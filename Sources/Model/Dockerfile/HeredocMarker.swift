import Source

/// The `<<word` that begins a here-document, as it stands in the line of an instruction.
struct HeredocMarker {
  /// The marker as written.
  let text: String
  /// The word that ends the here-document, without quotes.
  let name: String
  let fileDescriptor: Int
  let stripsTabs: Bool
  /// Whether no part of the word is quoted.
  let expands: Bool
  let range: SourceRange

  /// The marker that a whole word is; nil where it is none.
  init?(_ word: String) {
    self.init(MappedText(Array(word.utf8), from: 0), 0..<word.utf8.count)
  }

  /// The marker that `range` of a line holds; nil where it holds none.
  fileprivate init?(_ line: MappedText, _ range: Range<Int>) {
    let bytes = line.bytes
    var position = range.lowerBound
    var descriptor = 0
    while position < range.upperBound, (0x30...0x39).contains(bytes[position]) {
      descriptor = min(descriptor * 10 + Int(bytes[position] - 0x30), 1 << 20)
      position += 1
    }
    guard position + 1 < range.upperBound, bytes[position] == UInt8(ascii: "<"),
      bytes[position + 1] == UInt8(ascii: "<")
    else { return nil }
    position += 2
    var strips = false
    if position < range.upperBound, bytes[position] == UInt8(ascii: "-") {
      strips = true
      position += 1
    }
    while position < range.upperBound,
      bytes[position] == 0x20 || (0x09...0x0D).contains(bytes[position])
    {
      position += 1
    }
    let word = position..<range.upperBound
    guard !word.isEmpty, !bytes[word].contains(UInt8(ascii: "<")) else { return nil }
    guard case .words(let words) = HeredocWords.split(Array(bytes[word])), words.count == 1 else {
      return nil
    }
    (name, expands) = Self.unquoted(bytes[word])
    fileDescriptor = descriptor
    stripsTabs = strips
    text = line.text(range)
    self.range = line.source(of: range)
  }

  /// A word without its quotes and escapes, and whether none of it was quoted.
  private static func unquoted(_ bytes: ArraySlice<UInt8>) -> (String, Bool) {
    var result: [UInt8] = []
    var quote: UInt8?
    var quoted = false
    var position = bytes.startIndex
    while position < bytes.endIndex {
      let byte = bytes[position]
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
        quoted = true
      } else if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'"),
        position + 1 < bytes.endIndex
      {
        position += 1
        let next = bytes[position]
        let escapes =
          next == UInt8(ascii: "\"") || next == UInt8(ascii: "$") || next == UInt8(ascii: "\\")
        if quote != nil, !escapes { result.append(byte) }
        result.append(next)
      } else {
        result.append(byte)
      }
      position += 1
    }
    return (String(decoding: result, as: UTF8.self), !quoted)
  }

  /// The markers of a line, in order.
  static func all(in line: MappedText) -> Result<[HeredocMarker], SyntaxProblem> {
    guard case .words(let words) = HeredocWords.split(line.bytes) else { return .success([]) }
    return .success(words.compactMap { HeredocMarker(line, $0) })
  }
}

/// Splits a line into words where quotes, escapes and expansions stay as
/// written and blanks after `<<` belong to the word (BuildKit's word lexer in
/// its raw mode).
enum HeredocWords {
  enum Outcome {
    case words([Range<Int>])
    /// A quote or an expansion is not closed; the frontend then sees no here-document at all.
    case malformed
  }

  static func split(_ bytes: [UInt8]) -> Outcome {
    var scanner = Scanner(bytes: bytes)
    var words: [Range<Int>] = []
    var start: Int?
    while scanner.position < bytes.count {
      if Blank.width(bytes, scanner.position, bytes.count) > 0 {
        if let begun = start { words.append(begun..<scanner.position) }
        start = nil
        scanner.position += Blank.width(bytes, scanner.position, bytes.count)
        continue
      }
      start = start ?? scanner.position
      guard scanner.piece() else { return .malformed }
    }
    if let start { words.append(start..<bytes.count) }
    return .words(words)
  }

  private struct Scanner {
    let bytes: [UInt8]
    var position = 0
    var depth = 0

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Moves over one character, quotation, expansion or `<<`; false where it is not closed.
    mutating func piece() -> Bool {
      switch bytes[position] {
      case UInt8(ascii: "'"):
        position += 1
        while let byte = peek {
          position += 1
          if byte == UInt8(ascii: "'") { return true }
        }
        return false
      case UInt8(ascii: "\""): return doubleQuoted()
      case UInt8(ascii: "$"): return dollar()
      case UInt8(ascii: "\\"):
        position = min(position + 2, bytes.count)
      case UInt8(ascii: "<"):
        position += 1
        if peek == UInt8(ascii: "<") {
          position += 1
          while position < bytes.count, Blank.width(bytes, position, bytes.count) > 0 {
            position += Blank.width(bytes, position, bytes.count)
          }
        }
      default: position += 1
      }
      return true
    }

    private mutating func doubleQuoted() -> Bool {
      position += 1
      while let byte = peek {
        switch byte {
        case UInt8(ascii: "\""):
          position += 1
          return true
        case UInt8(ascii: "$"):
          if !dollar() { return false }
        case UInt8(ascii: "\\"):
          if position + 1 >= bytes.count { return false }
          position += 2
        default: position += 1
        }
      }
      return false
    }

    private mutating func dollar() -> Bool {
      position += 1
      guard peek == UInt8(ascii: "{") else {
        name()
        return true
      }
      position += 1
      guard let first = peek, first != UInt8(ascii: "{"), first != UInt8(ascii: "}"),
        first != UInt8(ascii: ":")
      else { return false }
      name()
      guard let mark = peek else { return false }
      position += 1
      switch mark {
      case UInt8(ascii: "}"): return true
      case UInt8(ascii: ":"):
        guard let modifier = peek, "+-?".utf8.contains(modifier) else { return false }
        position += 1
        return untilBrace()
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: "#"),
        UInt8(ascii: "%"), UInt8(ascii: "/"):
        return untilBrace()
      default: return false
      }
    }

    private mutating func untilBrace() -> Bool {
      depth += 1
      defer { depth -= 1 }
      if depth > 64 { return false }
      while let byte = peek {
        if byte == UInt8(ascii: "}") {
          position += 1
          return true
        }
        if !piece() { return false }
      }
      return false
    }

    private mutating func name() {
      guard let first = peek else { return }
      if first == UInt8(ascii: "_") || isLetter(first) {
        while let byte = peek, byte == UInt8(ascii: "_") || isLetter(byte) || isDigit(byte) {
          position += 1
        }
      } else if isDigit(first) {
        while let byte = peek, isDigit(byte) { position += 1 }
      } else if "@*#?-$!".utf8.contains(first) {
        position += 1
      }
    }

    private func isLetter(_ byte: UInt8) -> Bool {
      (0x41...0x5A).contains(byte & 0xDF)
    }

    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  }
}
