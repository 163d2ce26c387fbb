/// A version of a Debian package, `[epoch:]upstream[-revision]` (deb-version(7)).
///
/// Two versions that are written differently can be equal, such as `1.0` and `0:1.0-0`.
public struct DebianVersion: Sendable {
  /// The version as it was written.
  public let text: String
  /// What goes before all else; 0 where none is written.
  public let epoch: Int
  private let upstream: [UInt8]
  private let revision: [UInt8]

  /// The version that a text names; nil where it is none: empty, with a space or a control character,
  /// or with an epoch that is no number.
  public init?(_ text: some StringProtocol) {
    var rest = Array(text.utf8)[...]
    if rest.isEmpty || rest.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) { return nil }
    var epoch = 0
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
      guard let number = DebianVersion.number(rest[..<colon]) else { return nil }
      epoch = number
      rest = rest[(colon + 1)...]
    }
    if rest.isEmpty { return nil }
    self.text = String(text)
    self.epoch = epoch
    if let dash = rest.lastIndex(of: UInt8(ascii: "-")) {
      upstream = Array(rest[..<dash])
      revision = Array(rest[(dash + 1)...])
    } else {
      upstream = Array(rest)
      revision = []
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 10, digits.allSatisfy(isDigit) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension DebianVersion: Comparable {
  /// Whether two versions are the same to the package manager.
  public static func == (left: DebianVersion, right: DebianVersion) -> Bool {
    order(left, right) == 0
  }

  /// The order of the package manager.
  public static func < (left: DebianVersion, right: DebianVersion) -> Bool {
    order(left, right) < 0
  }

  private static func order(_ left: DebianVersion, _ right: DebianVersion) -> Int {
    if left.epoch != right.epoch { return left.epoch < right.epoch ? -1 : 1 }
    let upstream = order(left.upstream[...], right.upstream[...])
    return upstream != 0 ? upstream : order(left.revision[...], right.revision[...])
  }

  /// Compares by turns what is no digit, byte by byte, and numbers.
  private static func order(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
    var left = left
    var right = right
    while !left.isEmpty || !right.isEmpty {
      while left.first.map({ !isDigit($0) }) ?? false || right.first.map({ !isDigit($0) }) ?? false
      {
        let difference = weight(left.first) - weight(right.first)
        if difference != 0 { return difference }
        left = left.dropFirst()
        right = right.dropFirst()
      }
      let leftNumber = takeNumber(&left)
      let rightNumber = takeNumber(&right)
      if leftNumber.count != rightNumber.count {
        return leftNumber.count < rightNumber.count ? -1 : 1
      }
      if !leftNumber.elementsEqual(rightNumber) {
        return leftNumber.lexicographicallyPrecedes(rightNumber) ? -1 : 1
      }
    }
    return 0
  }

  /// Takes the digits at the front, without the zeros before them.
  private static func takeNumber(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = bytes.prefix(while: isDigit)
    bytes = bytes.dropFirst(digits.count)
    return digits.drop { $0 == 0x30 }
  }

  /// A tilde goes before the end, letters go before all other signs.
  private static func weight(_ byte: UInt8?) -> Int {
    guard let byte, !isDigit(byte) else { return 0 }
    if byte == UInt8(ascii: "~") { return -1 }
    let isLetter = (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    return isLetter ? Int(byte) : Int(byte) + 256
  }
}

extension DebianVersion: Hashable {
  /// Equal versions hash equally, however they are written.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(epoch)
    // Zeros before a number make no difference, and neither does a number that is only zeros.
    for part in [upstream, revision] {
      var isInNumber = false
      for byte in part {
        if byte == 0x30, !isInNumber { continue }
        isInNumber = DebianVersion.isDigit(byte)
        hasher.combine(byte)
      }
    }
  }
}

extension DebianVersion: CustomStringConvertible {
  /// The version as it was written.
  public var description: String { text }
}
