/// Bytes as text (RFC 4648, section 4).
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text of bytes, padded.
  public static func text(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let part = bytes[index..<min(index + 3, bytes.count)]
      var word = UInt32(0)
      for offset in 0..<3 {
        word = word << 8 | (offset < part.count ? UInt32(part[index + offset]) : 0)
      }
      for place in 0..<4 {
        result.append(
          place <= part.count
            ? alphabet[Int(word >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
      }
      index += 3
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes of a text; nil where it is none. Padding may be missing.
  public static func bytes(_ text: String) -> [UInt8]? {
    var result: [UInt8] = []
    var word = UInt32(0)
    var bits = 0
    var hasEnded = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "=") {
        hasEnded = true
        continue
      }
      if byte == 10 || byte == 13 { continue }
      guard !hasEnded, let value = alphabet.firstIndex(of: byte) else { return nil }
      word = word << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
        word &= (1 << UInt32(bits)) - 1
      }
    }
    return bits < 6 ? result : nil
  }
}
