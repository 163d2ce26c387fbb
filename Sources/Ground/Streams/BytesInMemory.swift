public import Source

/// A stream of bytes that are in memory.
public final class BytesInMemory: ByteStream {
  private var bytes: [UInt8]
  private let pieceSize: Int
  private var offset = 0

  /// A stream of `bytes`, in pieces of at most `pieceSize`.
  public init(_ bytes: [UInt8], pieceSize: Int = 1 << 18) {
    self.bytes = bytes
    self.pieceSize = max(1, pieceSize)
  }

  /// The next piece.
  public func next() throws(Failure) -> [UInt8]? {
    if offset >= bytes.count { return nil }
    let end = min(bytes.count, offset + pieceSize)
    defer { offset = end }
    return offset == 0 && end == bytes.count ? bytes : Array(bytes[offset..<end])
  }
}

/// A sink that keeps what it gets in memory, up to a limit.
public final class BytesCollected: ByteSink {
  /// What was written.
  public private(set) var bytes: [UInt8] = []
  private let limit: Int
  private let what: String

  /// A sink of at most `limit` bytes of `what`, such as "the manifest".
  public init(limit: Int = .max, what: String = "the bytes") {
    self.limit = limit
    self.what = what
  }

  /// Keeps the next bytes.
  public func write(_ more: ArraySlice<UInt8>) throws(Failure) {
    if more.count > limit - bytes.count {
      throw Failure("cannot hold \(what)", because: ["it is larger than \(limit) bytes"])
    }
    bytes.append(contentsOf: more)
  }
}
