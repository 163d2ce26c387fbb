public import Source

/// A place that bytes are written to, piece by piece, as to a file or a compressor.
///
/// A sink belongs to one thread at a time.
public protocol ByteSink: AnyObject {
  /// Takes the next bytes.
  /// - Throws: `Failure` when they cannot be taken; the sink is then of no more use.
  func write(_ bytes: ArraySlice<UInt8>) throws(Failure)
}

extension ByteSink {
  /// Takes the next bytes.
  public func write(_ bytes: [UInt8]) throws(Failure) { try write(bytes[...]) }
}
