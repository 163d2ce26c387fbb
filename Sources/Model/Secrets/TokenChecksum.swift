/// The checksum that GitHub and npm put at the end of their tokens: the CRC-32
/// of the characters before it, in base 62 and six characters wide.
enum TokenChecksum {
  /// Whether the last six characters are the checksum of those before.
  static func holds(_ body: ArraySlice<UInt8>) -> Bool {
    guard body.count > 6 else { return false }
    return body.suffix(6).elementsEqual(checksum(of: body.dropLast(6)))
  }

  /// The checksum of some characters, as six characters.
  static func checksum(of body: some Sequence<UInt8>) -> [UInt8] {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in body {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    var rest = ~crc
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    var text: [UInt8] = []
    for _ in 0..<6 {
      text.append(digits[Int(rest % 62)])
      rest /= 62
    }
    return text.reversed()
  }
}
