extension Duration {
  /// Nanoseconds.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }

  /// Seconds with a fraction.
  var seconds: Double { Double(nanoseconds) / 1e9 }

  /// The time as Go prints it, such as `1.5s`, `20ms` or `1m2.5s`.
  var goText: String {
    let nanoseconds = nanoseconds
    func text(_ value: Int64, per unit: Int64) -> String {
      var digits = String(value % unit)
      digits = String(repeating: "0", count: String(unit).count - 1 - digits.count) + digits
      while digits.last == "0" { digits.removeLast() }
      return "\(value / unit)" + (digits.isEmpty ? "" : ".\(digits)")
    }
    switch nanoseconds {
    case ..<1: return "0s"
    case ..<1000: return "\(nanoseconds)ns"
    case ..<1_000_000: return text(nanoseconds, per: 1000) + "µs"
    case ..<1_000_000_000: return text(nanoseconds, per: 1_000_000) + "ms"
    default:
      let minutes = nanoseconds / 60_000_000_000
      let rest = text(nanoseconds % 60_000_000_000, per: 1_000_000_000) + "s"
      if minutes == 0 { return rest }
      return minutes < 60 ? "\(minutes)m\(rest)" : "\(minutes / 60)h\(minutes % 60)m\(rest)"
    }
  }
}
