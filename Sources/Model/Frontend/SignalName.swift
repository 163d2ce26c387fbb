/// The signals that STOPSIGNAL takes, by name or number.
public enum SignalName {
  private static let numbers: [String: Int] = [
    "ABRT": 6, "ALRM": 14, "BUS": 7, "CHLD": 17, "CLD": 17, "CONT": 18, "FPE": 8, "HUP": 1,
    "ILL": 4,
    "INT": 2, "IO": 29, "IOT": 6, "KILL": 9, "PIPE": 13, "POLL": 29, "PROF": 27, "PWR": 30,
    "QUIT": 3, "SEGV": 11, "STKFLT": 16, "STOP": 19, "SYS": 31, "TERM": 15, "TRAP": 5, "TSTP": 20,
    "TTIN": 21, "TTOU": 22, "URG": 23, "USR1": 10, "USR2": 12, "VTALRM": 26, "WINCH": 28,
    "XCPU": 24, "XFSZ": 25,
  ]
  private static let firstRealTime = 34
  private static let lastRealTime = 64

  /// The number of a signal on Linux; nil where there is none of that name or number.
  public static func number(_ text: String) -> Int? {
    if let number = Int(text) { return (1...lastRealTime).contains(number) ? number : nil }
    var name = text.uppercased()
    if name.hasPrefix("SIG") { name.removeFirst(3) }
    if let number = numbers[name] { return number }
    func offset(_ prefix: String, _ sign: Character) -> Int? {
      guard name.hasPrefix(prefix) else { return nil }
      let rest = name.dropFirst(prefix.count)
      if rest.isEmpty { return 0 }
      guard rest.first == sign, let value = Int(rest.dropFirst()), (0...30).contains(value) else {
        return nil
      }
      return value
    }
    if let offset = offset("RTMIN", "+"), offset <= 15 { return firstRealTime + offset }
    if let offset = offset("RTMAX", "-"), offset <= 14 { return lastRealTime - offset }
    return nil
  }
}
