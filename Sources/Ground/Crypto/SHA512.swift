import COpenSSL

/// A SHA-512 digest in the making (FIPS 180-4).
public struct SHA512: Sendable {
  private var state = hardstand_sha512()

  /// A digest of nothing yet.
  public init() { hardstand_sha512_begin(&state) }

  /// Takes more bytes.
  public mutating func add(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { hardstand_sha512_add(&state, $0.baseAddress, $0.count) }
  }

  /// Takes more bytes.
  public mutating func add(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { hardstand_sha512_add(&state, $0.baseAddress, $0.count) }
  }

  /// The 64 bytes of the digest of all that was added.
  public func finish() -> [UInt8] {
    var copy = state
    var digest = [UInt8](repeating: 0, count: 64)
    hardstand_sha512_end(&copy, &digest)
    return digest
  }
}
