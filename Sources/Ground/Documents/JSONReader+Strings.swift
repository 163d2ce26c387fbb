extension JSONReader {
  /// The text of the string that begins here, after its closing quote.
  mutating func string() throws(Problem) -> String {
    let start = at + 1
    var end = start
    var seen: UInt8 = 0
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\"") {
        at = end + 1
        if seen < 0x80 { return String(decoding: bytes[start..<end], as: UTF8.self) }
        return try validated(bytes[start..<end])
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start, to: end) }
      if byte < 0x20 { throw controlCharacter(at: end) }
      seen |= byte
      end += 1
    }
    throw Problem(what: "a string has no closing quote", offset: at)
  }

  /// The text of a string whose first escape stands at `escape`.
  private mutating func escapedString(from start: Int, to escape: Int) throws(Problem) -> String {
    let opening = at
    var text = Array(bytes[start..<escape])
    at = escape
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        let result = String(validating: text, as: UTF8.self)
        if result == nil { try checkEncoding(bytes[start..<at]) }
        at += 1
        return result ?? String(decoding: text, as: UTF8.self)
      }
      if byte < 0x20 { throw controlCharacter(at: at) }
      if byte == UInt8(ascii: "\\") {
        try appendEscape(to: &text)
      } else {
        text.append(byte)
        at += 1
      }
    }
    throw Problem(what: "a string has no closing quote", offset: opening)
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(Problem) {
    let start = at
    at += 1
    let letter = byte
    at += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): append(try scalar(from: start), to: &text)
    default:
      throw Problem(
        what: "an escape is none that JSON has", offset: start,
        hint: "write `\\\\` for a backslash")
    }
  }

  /// The scalar of a `\u` escape, with the second half of a surrogate pair where there is one.
  private mutating func scalar(from start: Int) throws(Problem) -> Unicode.Scalar {
    let unit = try hexadecimal(from: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if unit < 0xDC00, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
      bytes[at + 1] == UInt8(ascii: "u")
    {
      let second = at
      at += 2
      let low = try hexadecimal(from: second)
      if (0xDC00..<0xE000).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      {
        return scalar
      }
      at = second
    }
    if reading.loneSurrogates == .refuse {
      throw Problem(what: "an escape names half of a surrogate pair", offset: start)
    }
    return "\u{FFFD}"
  }

  private mutating func hexadecimal(from start: Int) throws(Problem) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default:
        throw Problem(what: "`\\u` is not followed by four hexadecimal digits", offset: start)
      }
      unit = unit << 4 + UInt32(digit)
      at += 1
    }
    return unit
  }

  private func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
    text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
  }

  private func validated(_ slice: ArraySlice<UInt8>) throws(Problem) -> String {
    if let text = String(validating: slice, as: UTF8.self) { return text }
    try checkEncoding(slice)
    return String(decoding: slice, as: UTF8.self)
  }

  /// Throws at the first byte that is no UTF-8.
  private func checkEncoding(_ slice: ArraySlice<UInt8>) throws(Problem) {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = slice.makeIterator()
    var offset = slice.startIndex
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .error:
        throw Problem(what: "a string holds bytes that are no UTF-8", offset: offset)
      case .emptyInput: return
      }
    }
  }

  private func controlCharacter(at offset: Int) -> Problem {
    if bytes[offset] == 0x0A || bytes[offset] == 0x0D {
      return Problem(
        what: "a string has no closing quote on its line", offset: at,
        hint: "write `\\n` for a line break inside of a string")
    }
    return Problem(
      what: "a string holds the control character 0x\(String(bytes[offset], radix: 16))",
      offset: offset, hint: "write it as a `\\u` escape")
  }
}
