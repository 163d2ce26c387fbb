/// A moment as settings of images have it (RFC 3339).
public enum Timestamp {
  /// A moment in universal time, such as `2026-01-31T12:00:00Z`.
  /// - Parameter seconds: Seconds since 1970-01-01T00:00:00Z, from 0 on.
  public static func text(_ seconds: Int64) -> String {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let rest = max(0, seconds) % 86_400
    return
      "\(Day(secondsSince1970: seconds))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }
}
