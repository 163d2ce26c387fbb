/// Dates as mail, HTTP and archives of packages write them, such as `Sun, 06 Nov 1994 08:49:37 GMT`
/// (RFC 5322, section 3.3; RFC 9110, section 5.6.7).
public enum MailDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The seconds since 1970-01-01T00:00:00Z of a date in universal time; nil where the text is none.
  public static func seconds(_ text: String) -> Int64? {
    let words = text.split(separator: " ")
    guard words.count == 6, ["GMT", "UTC", "+0000"].contains(words[5]), words[0].hasSuffix(","),
      let day = Int64(words[1]), 1...31 ~= day,
      let month = months.firstIndex(of: String(words[2])), let year = Int64(words[3]),
      1970...9999 ~= year
    else { return nil }
    let clock = words[4].split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
    guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
      0...23 ~= hour, 0...59 ~= minute, 0...60 ~= second
    else { return nil }
    return CivilDays.days(year, Int64(month + 1), day) * 86_400 + hour * 3600 + minute * 60 + second
  }
}
