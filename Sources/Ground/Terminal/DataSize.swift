/// A number of bytes as people read it.
public enum DataSize {
  /// The number with the unit that leaves one to three digits before the point, a thousand to each step
  /// as Docker counts, such as `443 MB` or `1.2 kB`.
  public static func text(_ bytes: Int64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
    var value = Double(bytes.magnitude)
    var unit = 0
    // What would round up to a thousand belongs to the next unit.
    while value >= 999.5, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    let sign = bytes < 0 ? "-" : ""
    if unit == 0 || value >= 99.95 { return "\(sign)\(Int(value.rounded())) \(units[unit])" }
    let tenths = Int((value * 10).rounded())
    if tenths % 10 == 0 { return "\(sign)\(tenths / 10) \(units[unit])" }
    return "\(sign)\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
