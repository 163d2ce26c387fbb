public import Crypto

/// The SHA-256 digest of the content of a file, in 32 bytes without a reference.
public struct ContentHash: Hashable, Sendable {
  private let words: SIMD4<UInt64>

  /// The digest of all that a hash was given.
  public init(_ hash: SHA256) {
    var words = SIMD4<UInt64>()
    for (index, byte) in hash.finish().enumerated() {
      words[index / 8] = words[index / 8] << 8 | UInt64(byte)
    }
    self.words = words
  }

  /// In hexadecimal digits.
  public var hex: String {
    var text = ""
    for index in 0..<4 {
      let digits = String(words[index], radix: 16)
      text += String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
    return text
  }
}
