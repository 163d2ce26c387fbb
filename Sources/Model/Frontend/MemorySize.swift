/// Sizes of memory as the options of Docker have them.
public enum MemorySize {
  /// A number of bytes as Docker reads it: units of 1024 by one letter, with or without `b`.
  public static func bytes(_ text: String) -> Int64? {
    var text = text.lowercased()
    if text.hasSuffix("ib") { text.removeLast(2) } else if text.hasSuffix("b") { text.removeLast() }
    let units: [Character: Int64] = [
      "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40, "p": 1 << 50,
    ]
    var factor: Int64 = 1
    if let last = text.last, let unit = units[last] {
      factor = unit
      text.removeLast()
    }
    guard let value = Double(text), value >= 0, value * Double(factor) < 9e18 else { return nil }
    return Int64(value * Double(factor))
  }
}
