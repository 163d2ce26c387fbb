/// The names that stages may bear.
public enum StageName {
  /// Whether a name in lower case begins with a letter and holds letters, digits, `-`, `_` and `.` only.
  public static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first) else { return false }
    return name.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
    }
  }

  /// The names that the frontend keeps for itself.
  public static let reserved: Set<String> = ["scratch", "context"]
}
