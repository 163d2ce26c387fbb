/// A set of pairs of bytes, a bit each: small enough that a start does not feel it.
struct BytePairs: Sendable {
  private var words = [UInt64](repeating: 0, count: 65_536 / 64)

  mutating func insert(_ first: UInt8, _ second: UInt8) {
    words[Self.word(first, second)] |= Self.bit(second)
  }

  func contains(_ first: UInt8, _ second: UInt8) -> Bool {
    words[Self.word(first, second)] & Self.bit(second) != 0
  }

  private static func word(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first) << 2 | Int(second) >> 6
  }

  private static func bit(_ second: UInt8) -> UInt64 { 1 << UInt64(second & 63) }
}
