/// The name of content by what it holds (OCI image-spec, descriptor.md, "Digests").
public struct Digest: Hashable, Sendable {
  /// A hash function that content may be named by.
  public enum Algorithm: String, Hashable, Sendable, CaseIterable {
    /// SHA-256, which everybody reads.
    case sha256
    /// SHA-512.
    case sha512

    /// The hexadecimal digits of a hash.
    public var digits: Int { self == .sha256 ? 64 : 128 }
  }

  /// The hash function.
  public let algorithm: Algorithm
  /// The hash in lower-case hexadecimal digits.
  public let hex: String

  /// The digest of bytes.
  public init(of bytes: [UInt8], _ algorithm: Algorithm = .sha256) {
    var digester = Digester(algorithm)
    digester.add(bytes[...])
    self = digester.finish()
  }

  /// The digest that a text writes, such as `sha256:…`; nil where it is none, or of another algorithm.
  public init?(_ text: some StringProtocol) {
    guard let colon = text.firstIndex(of: ":"),
      let algorithm = Algorithm(rawValue: String(text[..<colon]))
    else { return nil }
    let hex = text[text.index(after: colon)...].utf8
    guard hex.count == algorithm.digits, hex.allSatisfy(\.isLowerHex) else { return nil }
    self.init(algorithm, hex: String(decoding: Array(hex), as: UTF8.self))
  }

  /// A digest of a hash that was computed.
  init(_ algorithm: Algorithm, hex: String) {
    self.algorithm = algorithm
    self.hex = hex
  }

  /// The first twelve digits, as people tell images apart.
  public var short: String { String(hex.prefix(12)) }
}

extension Digest: CustomStringConvertible {
  /// The digest as it is written, such as `sha256:…`.
  public var description: String { "\(algorithm.rawValue):\(hex)" }
}

extension Digest: Comparable {
  /// Whether one is written before the other in a sorted list.
  public static func < (left: Digest, right: Digest) -> Bool {
    left.algorithm == right.algorithm
      ? left.hex < right.hex : left.algorithm.rawValue < right.algorithm.rawValue
  }
}
