/// An example with its expected ranges marked by `‹` and `›`.
struct MarkedText {
  /// The text without marks.
  let text: String
  /// The marked ranges as byte offsets into `text`, in order.
  let ranges: [Range<Int>]

  init(_ marked: String) {
    var bytes: [UInt8] = []
    var ranges: [Range<Int>] = []
    var open: [Int] = []
    for character in marked.unicodeScalars {
      switch character {
      case "‹": open.append(bytes.count)
      case "›":
        if let start = open.popLast() { ranges.append(start..<bytes.count) }
      default: bytes.append(contentsOf: String(Character(character)).utf8)
      }
    }
    text = String(decoding: bytes, as: UTF8.self)
    self.ranges = ranges.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
  }
}
