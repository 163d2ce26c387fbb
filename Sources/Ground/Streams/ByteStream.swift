public import Source

/// Bytes that come piece by piece, each taken once, as from a file, a network or a decompressor.
///
/// A stream belongs to one thread at a time.
public protocol ByteStream: AnyObject {
  /// The next piece, never empty; nil at the end, and at each call after it.
  /// - Throws: `Failure` when the bytes cannot be had or are not what they should be; the stream is
  ///   then of no more use.
  func next() throws(Failure) -> [UInt8]?
}

extension ByteStream {
  /// Everything that is left.
  /// - Parameters:
  ///   - limit: How many bytes at most.
  ///   - what: What is read, for the failure, such as "the manifest".
  /// - Throws: `Failure` when there is more than `limit`, or the stream fails.
  public func readAll(limit: Int, what: String) throws(Failure) -> [UInt8] {
    guard var bytes = try next() else { return [] }
    if bytes.count > limit { throw tooLarge(what, limit) }
    while let piece = try next() {
      if piece.count > limit - bytes.count { throw tooLarge(what, limit) }
      bytes.append(contentsOf: piece)
    }
    return bytes
  }

  /// Takes everything that is left and keeps none of it.
  /// - Returns: How many bytes there were.
  @discardableResult
  public func drain() throws(Failure) -> Int64 {
    var count: Int64 = 0
    while let piece = try next() { count += Int64(piece.count) }
    return count
  }

  /// Hands everything that is left to a sink.
  /// - Returns: How many bytes there were.
  @discardableResult
  public func copy(to sink: any ByteSink) throws(Failure) -> Int64 {
    var count: Int64 = 0
    while let piece = try next() {
      try sink.write(piece[...])
      count += Int64(piece.count)
    }
    return count
  }
}

private func tooLarge(_ what: String, _ limit: Int) -> Failure {
  Failure("cannot read \(what)", because: ["it is larger than \(limit) bytes"])
}
