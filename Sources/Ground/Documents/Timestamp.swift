/// Moments in universal time as documents have them, such as `2026-01-31T12:00:00Z` (RFC 3339).
public enum Timestamp {
  /// The text of a moment.
  /// - Parameter seconds: Seconds since 1970-01-01T00:00:00Z, from 0 on.
  public static func text(_ seconds: Int64) -> String {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let seconds = max(0, seconds)
    let rest = seconds % 86_400
    let (year, month, day) = CivilDays.date(seconds / 86_400)
    return "\(year)-\(two(month))-\(two(day))T"
      + "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }

  /// The seconds since 1970-01-01T00:00:00Z of a text that ends in `Z`; nil where it is none.
  public static func seconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54,
      bytes[13] == 0x3A, bytes[16] == 0x3A, bytes[19] == 0x5A
    else { return nil }
    func number(_ range: Range<Int>, _ limits: ClosedRange<Int64>) -> Int64? {
      guard bytes[range].allSatisfy({ (0x30...0x39).contains($0) }),
        let value = Int64(String(decoding: bytes[range], as: UTF8.self)), limits ~= value
      else { return nil }
      return value
    }
    guard let year = number(0..<4, 1970...9999), let month = number(5..<7, 1...12),
      let day = number(8..<10, 1...31), let hour = number(11..<13, 0...23),
      let minute = number(14..<16, 0...59), let second = number(17..<19, 0...60)
    else { return nil }
    return CivilDays.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
  }
}
