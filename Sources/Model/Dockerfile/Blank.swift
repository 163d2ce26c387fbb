import Source

/// The blanks of the Dockerfile grammar.
enum Blank {
  /// Whether a byte separates words: the frontend splits on tab, vertical tab, form feed, carriage
  /// return and space.
  @inline(__always)
  static func separates(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || (0x0B...0x0D).contains(byte)
  }

  /// The length of the Unicode white space that begins at `offset`, or 0.
  @inline(__always)
  static func width(_ bytes: [UInt8], _ offset: Int, _ end: Int) -> Int {
    let byte = bytes[offset]
    if byte < 0x80 { return byte == 0x20 || (0x09...0x0D).contains(byte) ? 1 : 0 }
    return wideWidth(bytes, offset, end)
  }

  private static func wideWidth(_ bytes: [UInt8], _ offset: Int, _ end: Int) -> Int {
    let byte = bytes[offset]
    if byte == 0xC2, offset + 1 < end {
      return bytes[offset + 1] == 0x85 || bytes[offset + 1] == 0xA0 ? 2 : 0
    }
    guard offset + 2 < end else { return 0 }
    let second = bytes[offset + 1]
    let third = bytes[offset + 2]
    switch (byte, second) {
    case (0xE1, 0x9A): return third == 0x80 ? 3 : 0
    case (0xE2, 0x80):
      return (0x80...0x8A).contains(third) || third == 0xA8 || third == 0xA9 || third == 0xAF
        ? 3 : 0
    case (0xE2, 0x81): return third == 0x9F ? 3 : 0
    case (0xE3, 0x80): return third == 0x80 ? 3 : 0
    default: return 0
    }
  }

  /// The part of `range` without Unicode white space at its ends.
  static func trim(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper {
      let width = width(bytes, lower, upper)
      if width == 0 { break }
      lower += width
    }
    outer: while upper > lower {
      for width in 1...3 where upper - width >= lower {
        if Blank.width(bytes, upper - width, upper) == width {
          upper -= width
          continue outer
        }
      }
      break
    }
    return lower..<upper
  }
}
