public import OCI
public import Source
public import Streams

/// A place that a blob is pulled into. It hashes what it gets, so that nothing is hashed twice.
public protocol BlobSink: ByteSink {
  /// How many bytes of the blob it has, also from an earlier time.
  var count: Int64 { get }
  /// Forgets all bytes.
  /// - Throws: `Failure` when that is not possible.
  func restart() throws(Failure)
  /// The digest of all bytes it has.
  /// - Throws: `Failure` when it cannot be told.
  func digest() throws(Failure) -> Digest
}

/// A blob in memory, for one that is known to be small, such as a configuration.
public final class BlobInMemory: BlobSink {
  /// The bytes so far.
  public private(set) var bytes: [UInt8] = []
  private let algorithm: Digest.Algorithm

  /// A place with nothing in it.
  public init(_ algorithm: Digest.Algorithm = .sha256) { self.algorithm = algorithm }

  /// How many bytes it has.
  public var count: Int64 { Int64(bytes.count) }

  /// Takes the next bytes.
  public func write(_ more: ArraySlice<UInt8>) throws(Failure) { bytes += more }

  /// Forgets all bytes.
  public func restart() throws(Failure) { bytes = [] }

  /// The digest of all bytes.
  public func digest() throws(Failure) -> Digest { Digest(of: bytes, algorithm) }
}
