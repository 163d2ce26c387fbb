public import Source
public import Streams

/// A sink that digests what it hands on.
public final class DigestingSink: ByteSink {
  private let sink: any ByteSink
  private var digester: Digester

  /// Digests what goes to a sink.
  public init(into sink: any ByteSink, _ algorithm: Digest.Algorithm = .sha256) {
    self.sink = sink
    digester = Digester(algorithm)
  }

  /// The digest of what was written so far.
  public var digest: Digest { digester.finish() }
  /// How many bytes were written so far.
  public var count: Int64 { digester.count }

  /// Hands the next bytes on.
  public func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    digester.add(bytes)
    try sink.write(bytes)
  }
}
