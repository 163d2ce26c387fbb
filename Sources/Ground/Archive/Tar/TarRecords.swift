/// The records of an extended header: `length key=value` and a line break for each.
enum TarRecords {
  /// The records in some bytes; nil when they are not well formed.
  static func parse(_ bytes: [UInt8]) -> [TarEntry.Record]? {
    var records: [TarEntry.Record] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      var length = 0
      var index = rest.startIndex
      while index < rest.endIndex, rest[index] >= 48, rest[index] <= 57, length < 1 << 40 {
        length = length * 10 + Int(rest[index] - 48)
        index += 1
      }
      guard index < rest.endIndex, rest[index] == 32, length <= rest.count,
        length > index - rest.startIndex + 1
      else { return nil }
      let line = rest[(index + 1)..<(rest.startIndex + length)]
      guard line.last == 10, let equals = line.firstIndex(of: UInt8(ascii: "=")),
        equals > line.startIndex
      else { return nil }
      records.append(
        TarEntry.Record(
          String(decoding: line[..<equals], as: UTF8.self),
          Array(line[(equals + 1)..<(line.endIndex - 1)])))
      rest = rest[(rest.startIndex + length)...]
    }
    return records
  }

  /// A record as it stands in a header.
  static func line(_ key: String, _ value: [UInt8]) -> [UInt8] {
    // The length counts its own digits.
    let others = key.utf8.count + value.count + 3
    var length = others + String(others).utf8.count
    if String(length).utf8.count != String(others).utf8.count {
      length = others + String(length).utf8.count
    }
    return Array("\(length) \(key)=".utf8) + value + [10]
  }

  /// A whole number of at least 0 in decimal digits.
  static func number(_ value: [UInt8]) -> Int64? {
    guard !value.isEmpty, value.count <= 19, value.allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
      return nil
    }
    return Int64(String(decoding: value, as: UTF8.self))
  }

  /// A time such as `1350244992.023960108`; digits beyond nanoseconds are dropped.
  static func time(_ value: [UInt8]) -> TarEntry.Time? {
    let text = String(decoding: value, as: UTF8.self)
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, let seconds = Int64(whole), whole.first != "+" else {
      return nil
    }
    if parts.count == 1 { return TarEntry.Time(seconds: seconds) }
    let digits = Array(parts[1].utf8)
    guard digits.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
    var nanoseconds: Int32 = 0
    for index in 0..<9 {
      nanoseconds = nanoseconds * 10 + (index < digits.count ? Int32(digits[index] - 48) : 0)
    }
    // Times before 1970 go back from the second.
    if whole.first == "-", nanoseconds > 0 {
      guard seconds > Int64.min else { return nil }
      return TarEntry.Time(seconds: seconds - 1, nanoseconds: 1_000_000_000 - nanoseconds)
    }
    return TarEntry.Time(seconds: seconds, nanoseconds: nanoseconds)
  }

  /// A time as a record has it.
  static func text(_ time: TarEntry.Time) -> String {
    if time.nanoseconds == 0 { return String(time.seconds) }
    var (seconds, nanoseconds) = (time.seconds, time.nanoseconds)
    let isNegative = seconds < 0
    if isNegative {
      seconds += 1
      nanoseconds = 1_000_000_000 - nanoseconds
    }
    var digits = String(nanoseconds)
    digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return (isNegative ? "-" : "") + String(seconds.magnitude) + "." + digits
  }
}
