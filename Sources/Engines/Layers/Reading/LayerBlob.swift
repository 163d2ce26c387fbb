public import OCI
public import Source
public import Streams

/// A layer as it is stored, wherever that is.
public struct LayerBlob: Sendable {
  /// What it is in the manifest.
  public let descriptor: Descriptor
  /// The digest of the layer when it is not compressed; nil where that is not known.
  public let diffID: Digest?
  /// Whether `open` fails by itself where the bytes are not those of the descriptor.
  public let isVerified: Bool
  private let opening: @Sendable () throws(Failure) -> any ByteStream

  /// A layer that can be opened as often as is wanted, on any thread.
  public init(
    _ descriptor: Descriptor, diffID: Digest? = nil, isVerified: Bool = false,
    open: @escaping @Sendable () throws(Failure) -> any ByteStream
  ) {
    self.descriptor = descriptor
    self.diffID = diffID
    self.isVerified = isVerified
    opening = open
  }

  /// The bytes as they are stored; they fail at their end where they are not those that the descriptor
  /// names.
  public func open() throws(Failure) -> any ByteStream {
    let stream = try opening()
    if isVerified { return stream }
    return VerifiedStream(stream, digest: descriptor.digest, size: descriptor.size, what: name)
  }

  /// How it is called in failures.
  public var name: String { "the layer \(descriptor.digest.short)" }
}
