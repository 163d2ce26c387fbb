import OCI

/// A day of the calendar, without a time or a time zone.
public struct Day: Hashable, Sendable, Comparable {
  /// The year, such as 2026.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, 1 to 31.
  public let day: Int

  /// A day from its parts; nil where the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    let leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, leaps ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...lengths[month - 1]).contains(day) else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// A day written `2026-08-21`; nil for any other text.
  public init?(_ text: String) {
    var numbers = [0, 0, 0]
    var place = 0
    for (offset, byte) in text.utf8.enumerated() {
      if offset == 4 || offset == 7 {
        guard byte == UInt8(ascii: "-") else { return nil }
        place += 1
      } else {
        guard byte.isDigit, offset < 10 else { return nil }
        numbers[place] = numbers[place] * 10 + Int(byte - UInt8(ascii: "0"))
      }
    }
    guard text.utf8.count == 10 else { return nil }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  /// The day, in UTC, of a time given in seconds since 1970-01-01T00:00:00Z; before that, 1970-01-01.
  public init(secondsSince1970 seconds: Int64) {
    // The civil calendar in eras of 400 years that begin on the first of March.
    let days = Int(max(0, seconds) / 86_400) + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Orders by the calendar.
  public static func < (left: Day, right: Day) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

extension Day: CustomStringConvertible {
  /// The day as `2026-08-21`.
  public var description: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}
