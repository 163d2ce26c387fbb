extension [UInt8] {
  /// The code point that begins at `index` and how many bytes it takes.
  ///
  /// Bytes that are no UTF-8 (also overlong forms and surrogates) read as
  /// U+FFFD of one byte each, as Go reads them: what BuildKit matches and
  /// prints for such bytes depends on that count.
  func scalar(at index: Int) -> (value: UInt32, width: Int) {
    let first = self[index]
    if first < 0x80 { return (UInt32(first), 1) }
    let wrong: (UInt32, Int) = (0xFFFD, 1)
    let width: Int
    var value: UInt32
    switch first {
    case 0xC2...0xDF: (width, value) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (width, value) = (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (width, value) = (4, UInt32(first & 0x07))
    default: return wrong
    }
    guard index + width <= count else { return wrong }
    for offset in 1..<width {
      let byte = self[index + offset]
      guard byte & 0xC0 == 0x80 else { return wrong }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    if width == 3, value < 0x800 || (0xD800...0xDFFF).contains(value) { return wrong }
    if width == 4, value < 0x10000 || value > 0x10FFFF { return wrong }
    return (value, width)
  }

  /// Adds the UTF-8 form of a code point; values that are none count as U+FFFD.
  mutating func append(scalar value: UInt32) {
    if value < 0x80 {
      append(UInt8(value))
      return
    }
    if let encoded = UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") {
      append(contentsOf: encoded)
    }
  }

  /// All code points, with wrong bytes as U+FFFD.
  var scalars: [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(count)
    var index = 0
    while index < count {
      let (value, width) = scalar(at: index)
      result.append(value)
      index += width
    }
    return result
  }
}

/// Questions about a code point that Go's `unicode` package answers.
enum ScalarKind {
  /// Whether it is white space (Unicode `White_Space`).
  static func isSpace(_ value: UInt32) -> Bool {
    if value < 0x80 { return value == 0x20 || (0x09...0x0D).contains(value) }
    return Unicode.Scalar(value)?.properties.isWhitespace ?? false
  }

  /// Whether it is a letter (categories L).
  static func isLetter(_ value: UInt32) -> Bool {
    if value < 0x80 { return (0x61...0x7A).contains(value | 0x20) }
    switch Unicode.Scalar(value)?.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return true
    default: return false
    }
  }

  /// Whether it is a decimal digit (category Nd).
  static func isDigit(_ value: UInt32) -> Bool {
    if value < 0x80 { return (0x30...0x39).contains(value) }
    return Unicode.Scalar(value)?.properties.generalCategory == .decimalNumber
  }
}
