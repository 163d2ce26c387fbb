/// The version of a Linux kernel, as far as features hang on it.
public struct KernelVersion: Hashable, Sendable, Comparable {
  /// The first number.
  public let major: Int
  /// The second number.
  public let minor: Int

  /// A version of two numbers.
  public init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// The version that a text such as `6.1.0-37-amd64` begins with; nil where it begins with none.
  public init?(_ text: some StringProtocol) {
    let numbers = text.split(separator: ".", maxSplits: 2)
    guard numbers.count >= 2, let major = Int(numbers[0]),
      let minor = Int(numbers[1].prefix { $0.isNumber })
    else { return nil }
    self.init(major, minor)
  }

  /// The order of versions.
  public static func < (left: KernelVersion, right: KernelVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}
