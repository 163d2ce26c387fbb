import Evidence
import Source

/// A mark of a finding that stays when lines above it come and go: from the rule, the
/// text of the lines it stands on and how many findings alike stand before it.
struct Fingerprints {
  private let source: SourceText
  private var seen: [UInt64: Int] = [:]

  /// Bytes of a line that count; more say nothing that tells findings apart.
  private static let limit = 1024

  init(_ source: SourceText) { self.source = source }

  /// The mark of the next finding, in 16 hexadecimal digits, a colon and a count.
  /// Findings must be asked for in their order.
  mutating func next(_ finding: Finding) -> String {
    var hash = Hash()
    hash.add(finding.rule.utf8)
    let place = source.clamped(finding.range).lowerBound
    let line = source.lineRange(source.line(at: place))
    let column = place - line.lowerBound
    // Around a place far into a very long line, what is near it tells it apart.
    let start = line.lowerBound + max(0, column - Self.limit / 2)
    let end = min(line.upperBound, start + Self.limit)
    hash.addWords(source.bytes[start..<max(start, end)])
    hash.addWords(source.text(finding.range).utf8.prefix(Self.limit))
    seen[hash.value, default: 0] += 1
    return "\(hash.text):\(seen[hash.value, default: 1])"
  }
}

/// The 64-bit hash FNV-1a (draft-eastlake-fnv), the same on every machine and in every run.
struct Hash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Adds bytes and a mark of their end.
  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { add(byte) }
    add(0xFF)
  }

  /// Adds the bytes of words, whatever white space stands around them, and a mark of their end.
  mutating func addWords(_ bytes: some Sequence<UInt8>) {
    var isInside = false
    var isPending = false
    for byte in bytes {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        isPending = isInside
      } else {
        if isPending { add(0x20) }
        isPending = false
        isInside = true
        add(byte)
      }
    }
    add(0xFF)
  }

  private mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// The hash in 16 hexadecimal digits.
  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
