public import Source

/// A stream that shows each piece to an observer on its way, as for a hash or for progress.
public final class ObservedStream: ByteStream {
  private let source: any ByteStream
  private let observe: ([UInt8]) throws(Failure) -> Void

  /// The bytes of `source`, each piece shown to `observe` before it is handed on.
  public init(_ source: any ByteStream, _ observe: @escaping ([UInt8]) throws(Failure) -> Void) {
    self.source = source
    self.observe = observe
  }

  /// The next piece.
  public func next() throws(Failure) -> [UInt8]? {
    guard let piece = try source.next() else { return nil }
    try observe(piece)
    return piece
  }
}
