/// Values as the `fmt` package of Go prints them, which is how BuildKit writes histories and dumps trees.
public enum GoText {
  /// A list as `%v` prints it, such as `[a b]`.
  public static func list(_ values: [String]) -> String { "[\(values.joined(separator: " "))]" }

  /// A list as `%q` prints it, such as `["a" "b"]`.
  public static func quoted(_ values: [String]) -> String {
    "[\(values.map(quoted).joined(separator: " "))]"
  }

  /// A text as `strconv.Quote` quotes it.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{07}": result += "\\a"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0B}": result += "\\v"
      default:
        if isPrintable(scalar) {
          result.unicodeScalars.append(scalar)
        } else if scalar.value < 0x80 {
          result += "\\x" + hex(scalar.value, 2)
        } else if scalar.value < 0x10000 {
          result += "\\u" + hex(scalar.value, 4)
        } else {
          result += "\\U" + hex(scalar.value, 8)
        }
      }
    }
    return result + "\""
  }

  private static func hex(_ value: UInt32, _ width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value >= 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }

  /// A duration in nanoseconds as `time.Duration` prints it, such as `1m30s`.
  public static func duration(_ nanoseconds: Int64) -> String {
    if nanoseconds == 0 { return "0s" }
    let sign = nanoseconds < 0 ? "-" : ""
    let value = nanoseconds.magnitude
    if value < 1_000_000_000 {
      let (unit, name): (UInt64, String) =
        value < 1000 ? (1, "ns") : value < 1_000_000 ? (1000, "µs") : (1_000_000, "ms")
      return sign + decimal(value, unit) + name
    }
    let seconds = value / 1_000_000_000
    let rest = decimal(value % 60_000_000_000, 1_000_000_000) + "s"
    let minutes = seconds / 60
    if minutes == 0 { return sign + rest }
    let hours = minutes / 60
    if hours == 0 { return sign + "\(minutes)m" + rest }
    return sign + "\(hours)h\(minutes % 60)m" + rest
  }

  private static func decimal(_ value: UInt64, _ unit: UInt64) -> String {
    let rest = value % unit
    if rest == 0 { return "\(value / unit)" }
    var digits = String(rest)
    digits = String(repeating: "0", count: String(unit).count - 1 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(value / unit).\(digits)"
  }
}
