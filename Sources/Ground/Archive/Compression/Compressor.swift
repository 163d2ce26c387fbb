public import Source
public import Streams

/// A sink that compresses as it is told, or not at all.
public final class Compressor: ByteSink {
  private enum Target {
    case plain(any ByteSink)
    case gzip(Gzip)
    case zstd(ZstdCompressor)
  }

  /// How it compresses.
  public let compression: Compression
  private let target: Target

  /// Compresses into a sink, which gets the end of the data with `finish`; nil is the usual level.
  /// - Throws: `Failure` when there is no memory, or for xz, which is only read.
  public init(
    into sink: any ByteSink, _ compression: Compression, level: Int? = nil
  ) throws(Failure) {
    self.compression = compression
    target =
      switch compression {
      case .none: .plain(sink)
      case .gzip: .gzip(Gzip(into: sink, level: level ?? 6))
      case .zstd: .zstd(try ZstdCompressor(into: sink, level: level ?? 3))
      case .xz: throw Failure("cannot compress with xz", hint: "compress with gzip or zstd")
      }
  }

  /// Compresses more bytes.
  public func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    switch target {
    case .plain(let sink): try sink.write(bytes)
    case .gzip(let sink): try sink.write(bytes)
    case .zstd(let sink): try sink.write(bytes)
    }
  }

  /// Writes what is left; nothing may be written afterwards.
  public func finish() throws(Failure) {
    switch target {
    case .plain: break
    case .gzip(let sink): try sink.finish()
    case .zstd(let sink): try sink.finish()
    }
  }
}
