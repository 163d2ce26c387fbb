/// Names of the bytes that shell syntax is made of.
enum Byte {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let bang = UInt8(ascii: "!")
  static let doubleQuote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
  static let dollar = UInt8(ascii: "$")
  static let percent = UInt8(ascii: "%")
  static let ampersand = UInt8(ascii: "&")
  static let singleQuote = UInt8(ascii: "'")
  static let open = UInt8(ascii: "(")
  static let close = UInt8(ascii: ")")
  static let star = UInt8(ascii: "*")
  static let plus = UInt8(ascii: "+")
  static let comma = UInt8(ascii: ",")
  static let minus = UInt8(ascii: "-")
  static let dot = UInt8(ascii: ".")
  static let slash = UInt8(ascii: "/")
  static let colon = UInt8(ascii: ":")
  static let semicolon = UInt8(ascii: ";")
  static let less = UInt8(ascii: "<")
  static let equals = UInt8(ascii: "=")
  static let greater = UInt8(ascii: ">")
  static let question = UInt8(ascii: "?")
  static let at = UInt8(ascii: "@")
  static let openBracket = UInt8(ascii: "[")
  static let backslash = UInt8(ascii: "\\")
  static let closeBracket = UInt8(ascii: "]")
  static let caret = UInt8(ascii: "^")
  static let backtick = UInt8(ascii: "`")
  static let openBrace = UInt8(ascii: "{")
  static let pipe = UInt8(ascii: "|")
  static let closeBrace = UInt8(ascii: "}")
  static let tilde = UInt8(ascii: "~")
}

/// A set of ASCII bytes.
struct ByteSet {
  private var low: UInt64
  private var high: UInt64

  /// A set from its bits, so that the sets below are constants.
  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  init(_ text: String) {
    low = 0
    high = 0
    for byte in text.utf8 {
      if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
    }
  }

  @inline(__always) func contains(_ byte: UInt8) -> Bool {
    if byte >= 128 { return false }
    return ((byte < 64 ? low : high) >> UInt64(byte & 63)) & 1 != 0
  }

  /// Bytes that plain text of a word stops at: blanks, newline, carriage return, quotes, backslash,
  /// `$`, `&`, `(`, `)`, `*`, `;`, `<`, `>`, `?`, `[`, `{` and `|`.
  static let word = ByteSet(low: 0xd800_07d5_0000_2600, high: 0x1800_0001_1800_0000)
  /// Bytes that plain text of the argument of `${x…}` stops at: quotes, backslash, `$`, `}`, `/`,
  /// `:`, `*`, `?` and `[`.
  static let braced = ByteSet(low: 0x8400_8494_0000_0000, high: 0x2000_0001_1800_0000)
}

extension ShellParser {
  /// The byte at an offset; 0 outside of what is read.
  @inline(__always) func byte(_ offset: Int) -> UInt8 { offset < end ? bytes[offset] : 0 }

  @inline(__always) var isAtEnd: Bool { position >= end }

  @inline(__always) static func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a) || byte == 0x5f
  }

  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  @inline(__always) static func isNameByte(_ byte: UInt8) -> Bool {
    isNameStart(byte) || isDigit(byte)
  }

  /// Whether the byte at an offset, or the end, separates words.
  func isDelimiter(_ offset: Int) -> Bool {
    guard offset < end else { return true }
    switch bytes[offset] {
    case Byte.space, Byte.tab, Byte.newline, Byte.semicolon, Byte.ampersand, Byte.pipe, Byte.open,
      Byte.close, Byte.less, Byte.greater:
      return true
    case Byte.carriageReturn: return endsLine(offset)
    case Byte.backslash: return continuationLength(offset) > 0
    default: return false
    }
  }

  /// Whether a carriage return belongs to the end of its line, and so counts as a blank.
  func endsLine(_ offset: Int) -> Bool {
    offset + 1 >= end || bytes[offset + 1] == Byte.newline
  }

  /// How many bytes a backslash and the line end after it take; 0 where there is no line end.
  func continuationLength(_ offset: Int) -> Int {
    if byte(offset + 1) == Byte.newline { return 2 }
    return byte(offset + 1) == Byte.carriageReturn && byte(offset + 2) == Byte.newline ? 3 : 0
  }

  /// Skips blanks and joined lines.
  mutating func skipBlanks() {
    while position < end {
      switch bytes[position] {
      case Byte.space, Byte.tab: position += 1
      case Byte.carriageReturn:
        guard endsLine(position) else { return }
        position += 1
      case Byte.backslash:
        let length = continuationLength(position)
        if length == 0 { return }
        position += length
      default: return
      }
    }
  }

  /// Skips a newline, and the here-documents that stand after it.
  mutating func skipNewline() {
    if startsExtendedGlobs { hasExtendedGlobs = true }
    if position == heredocNewline {
      position = min(heredocEnd, end)
      heredocNewline = -1
    } else {
      position += 1
    }
  }

  /// Skips blanks, newlines and comments; returns whether a newline was among them.
  @discardableResult mutating func skipLines() -> Bool {
    var found = false
    while true {
      skipBlanks()
      let next = byte(position)
      if next == Byte.newline {
        skipNewline()
        found = true
      } else if next == Byte.hash {
        skipComment()
      } else {
        return found
      }
    }
  }

  mutating func skipComment() {
    let start = position
    while position < end, bytes[position] != Byte.newline { position += 1 }
    var last = position
    if last > start, bytes[last - 1] == Byte.carriageReturn { last -= 1 }
    comments.append(source(start, last))
  }

  /// The reserved word that begins at the place, if one does.
  func keyword() -> Keyword? {
    var key: UInt64 = 0
    var offset = position
    let limit = min(end, position + 9)
    while offset < limit {
      let byte = bytes[offset]
      guard
        (byte >= 0x61 && byte <= 0x7d && byte != Byte.pipe) || byte == Byte.bang
          || byte == Byte.openBracket || byte == Byte.closeBracket
      else { break }
      key = key << 8 | UInt64(byte)
      offset += 1
    }
    guard offset > position, offset - position <= 8, isDelimiter(offset) else { return nil }
    return Keyword(rawValue: key)
  }

  /// Reads a reserved word if it is the next token.
  mutating func accept(_ word: Keyword, _ length: Int) -> Bool {
    guard keyword() == word else { return false }
    position += length
    return true
  }
}
