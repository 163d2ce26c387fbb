/// Reads durations as HEALTHCHECK takes them (Go's `time.ParseDuration`).
enum DurationReader {
  /// The duration in nanoseconds; nil where the text is none.
  static func nanoseconds(_ text: String) -> Int64? {
    var bytes = Array(text.utf8)[...]
    var sign: Double = 1
    if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") {
      if bytes.first == UInt8(ascii: "-") { sign = -1 }
      bytes.removeFirst()
    }
    if bytes.elementsEqual("0".utf8) { return 0 }
    if bytes.isEmpty { return nil }
    var total: Double = 0
    while !bytes.isEmpty {
      var number: Double = 0
      var digits = 0
      var scale: Double = 1
      while let byte = bytes.first, (0x30...0x39).contains(byte) {
        number = number * 10 + Double(byte - 0x30)
        digits += 1
        bytes.removeFirst()
      }
      if bytes.first == UInt8(ascii: ".") {
        bytes.removeFirst()
        while let byte = bytes.first, (0x30...0x39).contains(byte) {
          scale /= 10
          number += Double(byte - 0x30) * scale
          digits += 1
          bytes.removeFirst()
        }
      }
      if digits == 0 { return nil }
      let unit = bytes.prefix { $0 != UInt8(ascii: ".") && !(0x30...0x39).contains($0) }
      bytes = bytes.dropFirst(unit.count)
      let factor: Double
      switch String(decoding: unit, as: UTF8.self) {
      case "ns": factor = 1
      case "us", "µs", "μs": factor = 1e3
      case "ms": factor = 1e6
      case "s": factor = 1e9
      case "m": factor = 60e9
      case "h": factor = 3600e9
      default: return nil
      }
      total += number * factor
      if total > 9.2e18 { return nil }
    }
    return Int64(sign * total)
  }
}
