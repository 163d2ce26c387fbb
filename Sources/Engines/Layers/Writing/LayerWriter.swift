public import Archive
public import OCI
public import Source
public import Streams

/// A layer in the making: an archive that is compressed and digested on its way.
public final class LayerWriter {
  /// What a layer became.
  public struct Result: Hashable, Sendable {
    /// What a manifest says of it.
    public let descriptor: Descriptor
    /// What a configuration says of it: the digest of the archive before it is compressed.
    public let diffID: Digest
    /// The bytes of the archive before it is compressed.
    public let plainSize: Int64
  }

  /// The archive to add files to; `finish` ends it.
  public let archive: TarWriter
  private let plain: DigestingSink
  private let compressor: Compressor
  private let blob: DigestingSink

  /// A layer into a sink.
  /// - Parameters:
  ///   - sink: Where the bytes of the blob go.
  ///   - compression: How it is compressed.
  ///   - level: How much; nil for the usual level.
  ///   - plainCopy: What takes the bytes of the archive too, before they are compressed.
  public init(
    into sink: any ByteSink, _ compression: Compression = .gzip, level: Int? = nil,
    plainCopy: (any ByteSink)? = nil
  ) throws(Failure) {
    blob = DigestingSink(into: sink)
    compressor = try Compressor(into: blob, compression, level: level)
    if let plainCopy {
      plain = DigestingSink(into: ForkedSink(plainCopy, compressor))
    } else {
      plain = DigestingSink(into: compressor)
    }
    archive = TarWriter(into: plain)
  }

  /// Ends the archive; nothing may be added afterwards.
  public func finish() throws(Failure) -> Result {
    try archive.finish()
    try compressor.finish()
    return Result(
      descriptor: Descriptor(
        mediaType: .layer(compressor.compression), digest: blob.digest, size: blob.count),
      diffID: plain.digest, plainSize: plain.count)
  }
}

/// A sink that hands everything to two others.
private final class ForkedSink: ByteSink {
  private let first, second: any ByteSink

  init(_ first: any ByteSink, _ second: any ByteSink) {
    self.first = first
    self.second = second
  }

  func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    try first.write(bytes)
    try second.write(bytes)
  }
}
