import CZstd
public import Source
public import Streams

/// A sink that compresses to one zstd frame with a checksum, on one thread, so that the bytes depend on
/// the input and the version of the library alone.
public final class ZstdCompressor: ByteSink {
  private let sink: any ByteSink
  private let writer: OpaquePointer
  private var output = [UInt8](repeating: 0, count: 1 << 17)

  /// Compresses into a sink, which gets the end of the data with `finish`.
  /// - Parameters:
  ///   - sink: Where the compressed bytes go.
  ///   - level: From 1, the fastest, to 19, the smallest.
  public init(into sink: any ByteSink, level: Int = 3) throws(Failure) {
    guard let writer = hardstand_zstd_writer_open(Int32(min(19, max(1, level)))) else {
      throw Failure("cannot compress with zstd", because: ["there is not enough memory"])
    }
    self.sink = sink
    self.writer = writer
  }

  deinit { hardstand_zstd_writer_close(writer) }

  /// Compresses more bytes.
  public func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    try compress(bytes, isLast: false)
  }

  /// Writes what is left and the end of the frame; nothing may be written afterwards.
  public func finish() throws(Failure) { try compress([], isLast: true) }

  private func compress(_ bytes: ArraySlice<UInt8>, isLast: Bool) throws(Failure) {
    var rest = bytes
    while true {
      var used = 0
      var made = 0
      let room = output.count
      let result = rest.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
          hardstand_zstd_writer_step(
            writer, input.baseAddress, input.count, &used, output.baseAddress, room, &made,
            isLast ? 1 : 0)
        }
      }
      if result < 0 { throw Failure("cannot compress with zstd") }
      rest = rest.dropFirst(used)
      if made > 0 { try sink.write(output[..<made]) }
      if isLast ? result == 1 : rest.isEmpty && made < room { return }
    }
  }
}
