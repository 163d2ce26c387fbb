/// Base64 in both alphabets, for looking inside of tokens and for values written so.
enum Base64 {
  /// The bytes that a text stands for; nil where it is no base64. Padding may be missing.
  static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count * 3 / 4)
    var bits: UInt32 = 0
    var count = 0
    for byte in text {
      if byte == UInt8(ascii: "=") { break }
      guard let value = value(of: byte) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }

  /// The text of bytes, in the alphabet of RFC 4648 section 4 or that for URLs of section 5, without
  /// padding.
  static func text(_ bytes: ArraySlice<UInt8>, usesURLs: Bool) -> [UInt8] {
    let digits = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(usesURLs ? "-_" : "+/")".utf8
    )
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 4 / 3 + 4)
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        result.append(digits[Int(bits >> UInt32(count)) & 63])
      }
    }
    if count > 0 { result.append(digits[Int(bits << UInt32(6 - count)) & 63]) }
    return result
  }

  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}

extension ArraySlice<UInt8> {
  /// Whether a short text stands in the bytes.
  func containsText(_ text: String) -> Bool {
    let needle = Array(text.utf8)
    guard let first = needle.first, count >= needle.count else { return false }
    var index = startIndex
    let end = endIndex - needle.count
    while index <= end {
      if self[index] == first, self[index..<index + needle.count].elementsEqual(needle) {
        return true
      }
      index += 1
    }
    return false
  }
}
