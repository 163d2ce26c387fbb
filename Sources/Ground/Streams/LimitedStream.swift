public import Source

/// A stream that fails where its source goes on for too long, as a bomb does.
public final class LimitedStream: ByteStream {
  private let source: any ByteStream
  private let limit: Int64
  private let what: String
  private var count: Int64 = 0

  /// At most `limit` bytes of `source`, which is `what`, such as "the layer".
  public init(_ source: any ByteStream, limit: Int64, what: String) {
    self.source = source
    self.limit = limit
    self.what = what
  }

  /// The next piece.
  public func next() throws(Failure) -> [UInt8]? {
    guard let piece = try source.next() else { return nil }
    count += Int64(piece.count)
    if count > limit {
      throw Failure(
        "cannot read \(what)", because: ["it has more than \(limit) bytes"],
        hint: "use an image from a source that you trust")
    }
    return piece
  }
}
