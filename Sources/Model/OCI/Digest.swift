import Crypto

/// The name of content by what it holds (OCI image-spec, descriptor.md, "Digests").
public struct Digest: Hashable, Sendable {
  /// The algorithm, such as `sha256`.
  public let algorithm: String
  /// The hash in lower-case hexadecimal digits.
  public let hex: String

  /// The SHA-256 digest of bytes.
  public init(of bytes: [UInt8]) {
    var hash = SHA256()
    hash.add(bytes)
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in hash.finish() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    algorithm = "sha256"
    hex = String(decoding: text, as: UTF8.self)
  }
}

extension Digest: CustomStringConvertible {
  /// The digest as it is written, such as `sha256:…`.
  public var description: String { "\(algorithm):\(hex)" }
}
