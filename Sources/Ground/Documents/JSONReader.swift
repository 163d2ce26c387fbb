/// A strict scanner of JSON over bytes.
struct JSONReader {
  let bytes: [UInt8]
  var at = 0
  let reading: JSON.Reading
  private var depth = 0

  /// What is wrong and at which byte.
  struct Problem: Error {
    let what: String
    let offset: Int
    var hint: String? = nil
    var isSize = false
  }

  init(_ bytes: [UInt8], _ reading: JSON.Reading) {
    self.bytes = bytes
    self.reading = reading
  }

  /// The one value of the whole text.
  mutating func document() throws(Problem) -> JSON {
    guard bytes.count <= reading.maximumBytes else {
      throw Problem(
        what: "the document has \(bytes.count) bytes, more than the limit of"
          + " \(reading.maximumBytes)",
        offset: 0, isSize: true)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    skipSpace()
    let result = try value()
    skipSpace()
    if at < bytes.count { throw unexpected("after the end of the document") }
    return result
  }

  /// The byte at the current place; 0, which no valid place holds, at the end.
  var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }

  mutating func skipSpace() {
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): at += 1
      default: return
      }
    }
  }

  private mutating func value() throws(Problem) -> JSON {
    switch byte {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    case UInt8(ascii: "t"):
      try word("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    default:
      throw unexpected("where a value is expected")
    }
  }

  private mutating func object() throws(Problem) -> [JSON.Member] {
    try enter()
    var members: [JSON.Member] = []
    var seen = reading.repeatedKeys == .refuse ? KeySet() : nil
    skipSpace()
    if byte == UInt8(ascii: "}") {
      leave()
      return members
    }
    while true {
      let start = at
      guard byte == UInt8(ascii: "\"") else {
        throw unexpected("where a key in double quotes is expected")
      }
      let key = try string()
      if seen?.insert(key) == false {
        throw Problem(
          what: "the key `\(key)` stands twice in one object", offset: start,
          hint: "remove one of them")
      }
      skipSpace()
      guard byte == UInt8(ascii: ":") else { throw unexpected("where `:` is expected after a key") }
      at += 1
      skipSpace()
      members.append(JSON.Member(key, try value()))
      skipSpace()
      if byte == UInt8(ascii: ",") {
        at += 1
        skipSpace()
      } else if byte == UInt8(ascii: "}") {
        leave()
        return members
      } else {
        throw unexpected("where `,` or `}` is expected")
      }
    }
  }

  private mutating func array() throws(Problem) -> [JSON] {
    try enter()
    var values: [JSON] = []
    skipSpace()
    if byte == UInt8(ascii: "]") {
      leave()
      return values
    }
    while true {
      values.append(try value())
      skipSpace()
      if byte == UInt8(ascii: ",") {
        at += 1
        skipSpace()
      } else if byte == UInt8(ascii: "]") {
        leave()
        return values
      } else {
        throw unexpected("where `,` or `]` is expected")
      }
    }
  }

  private mutating func enter() throws(Problem) {
    guard depth < reading.maximumDepth else {
      throw Problem(
        what: "arrays and objects nest deeper than \(reading.maximumDepth) levels", offset: at)
    }
    depth += 1
    at += 1
  }

  private mutating func leave() {
    depth -= 1
    at += 1
  }

  private mutating func word(_ word: StaticString) throws(Problem) {
    let text = "\(word)"
    guard bytes[at...].starts(with: text.utf8) else {
      throw unexpected("where a value is expected")
    }
    at += text.utf8.count
  }

  private mutating func number() throws(Problem) -> String {
    let start = at
    if byte == UInt8(ascii: "-") { at += 1 }
    if byte == UInt8(ascii: "0") {
      at += 1
      if isDigit(byte) {
        throw Problem(what: "a number begins with a needless 0", offset: start)
      }
    } else {
      try digits()
    }
    if byte == UInt8(ascii: ".") {
      at += 1
      try digits()
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      at += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { at += 1 }
      try digits()
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func digits() throws(Problem) {
    guard isDigit(byte) else { throw unexpected("where a digit is expected") }
    while isDigit(byte) { at += 1 }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9")
  }

  /// The problem that the byte here is not what belongs here.
  func unexpected(_ place: String) -> Problem {
    guard at < bytes.count else {
      return Problem(what: "the document ends \(place)", offset: bytes.count)
    }
    var end = at + 1
    while end < bytes.count, end - at < 4, bytes[end] & 0b1100_0000 == 0b1000_0000 { end += 1 }
    let scalar = String(decoding: bytes[at..<end], as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
    let shown =
      scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      ? "the byte 0x\(String(bytes[at], radix: 16))" : "`\(scalar)`"
    var hint: String?
    if scalar == "}" || scalar == "]" { hint = "remove the comma before it" }
    if scalar == "'" { hint = "write texts and keys in double quotes" }
    if scalar == "/" || scalar == "#" { hint = "remove the comment; JSON has none" }
    return Problem(what: "\(shown) stands \(place)", offset: at, hint: hint)
  }
}

/// Keys of one object, compared byte by byte.
private struct KeySet {
  private struct Key: Hashable {
    let text: String

    static func == (left: Key, right: Key) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
      for byte in text.utf8 { hasher.combine(byte) }
    }
  }

  private var keys: Set<Key> = []

  /// Adds a key; false where it was there.
  mutating func insert(_ key: String) -> Bool { keys.insert(Key(text: key)).inserted }
}
