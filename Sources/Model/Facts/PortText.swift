public import Source

/// Reads the ports of EXPOSE.
public enum PortText {
  /// A port or a range with its transport, such as `8080`, `8000-8010/udp`; nil for any other text.
  public static func parse(_ text: String, range: SourceRange?) -> ExposedPort? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let ports = parts.first else { return nil }
    let transport = parts.count == 2 ? parts[1].lowercased() : "tcp"
    guard ["tcp", "udp", "sctp"].contains(transport) else { return nil }
    let numbers = ports.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(numbers.count), let first = number(numbers[0]) else { return nil }
    guard numbers.count == 2 else {
      return ExposedPort(number: first, last: first, transport: transport, range: range)
    }
    guard let last = number(numbers[1]), last >= first else { return nil }
    return ExposedPort(number: first, last: last, transport: transport, range: range)
  }

  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(text), number <= 65_535
    else { return nil }
    return number
  }
}
