import Crypto

/// A digest in the making, of bytes that come piece by piece.
public struct Digester: Sendable {
  private enum State: Sendable {
    case sha256(SHA256)
    case sha512(SHA512)
  }
  private var state: State
  /// How many bytes were added.
  public private(set) var count: Int64 = 0

  /// A digest of nothing yet.
  public init(_ algorithm: Digest.Algorithm = .sha256) {
    state = algorithm == .sha256 ? .sha256(SHA256()) : .sha512(SHA512())
  }

  /// The hash function.
  public var algorithm: Digest.Algorithm {
    switch state {
    case .sha256: .sha256
    case .sha512: .sha512
    }
  }

  /// Takes more bytes.
  public mutating func add(_ bytes: ArraySlice<UInt8>) {
    count += Int64(bytes.count)
    switch state {
    case .sha256(var hash):
      hash.add(bytes)
      state = .sha256(hash)
    case .sha512(var hash):
      hash.add(bytes)
      state = .sha512(hash)
    }
  }

  /// Takes more bytes.
  public mutating func add(_ bytes: [UInt8]) { add(bytes[...]) }

  /// The digest of all that was added.
  public func finish() -> Digest {
    let digits = Array("0123456789abcdef".utf8)
    let (algorithm, hash): (Digest.Algorithm, [UInt8]) =
      switch state {
      case .sha256(let hash): (.sha256, hash.finish())
      case .sha512(let hash): (.sha512, hash.finish())
      }
    var text: [UInt8] = []
    text.reserveCapacity(hash.count * 2)
    for byte in hash {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return Digest(algorithm, hex: String(decoding: text, as: UTF8.self))
  }
}
