import CZstd
public import Source
public import Streams

/// The plain bytes of zstd data (RFC 8878), of all its frames in a row; skippable frames are passed over.
public final class ZstdDecompressor: ByteStream {
  /// Windows up to 128 MiB, which `zstd --ultra -22` and `--long` make; the memory is touched only as
  /// far as data comes.
  public static let windowBits = 27

  private var input: StreamInput
  private let reader: OpaquePointer
  private let what: String
  private let pieceSize: Int
  private var isBetweenFrames = false
  private var isAtEnd = false

  /// Reads zstd data.
  /// - Parameters:
  ///   - source: The compressed bytes.
  ///   - what: What they are, for failures, such as "the layer".
  ///   - pieceSize: The most bytes of a piece.
  public init(
    _ source: any ByteStream, what: String = "the file", pieceSize: Int = 1 << 18
  ) throws(Failure) {
    guard let reader = hardstand_zstd_reader_open(Int32(ZstdDecompressor.windowBits)) else {
      throw Failure("cannot decompress \(what)", because: ["there is not enough memory"])
    }
    input = StreamInput(source)
    self.reader = reader
    self.what = what
    self.pieceSize = max(1, pieceSize)
  }

  deinit { hardstand_zstd_reader_close(reader) }

  /// The next plain piece.
  public func next() throws(Failure) -> [UInt8]? {
    if isAtEnd { return nil }
    return try .filled(upTo: pieceSize) { buffer throws(Failure) in try fill(buffer) }
  }

  private func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Int {
    var count = 0
    while count < buffer.count {
      let isMore = try input.fill()
      if !isMore, isBetweenFrames {
        isAtEnd = true
        return count
      }
      var used = 0
      var made = 0
      let room = UnsafeMutableBufferPointer(rebasing: buffer[count...])
      let result = input.piece.withUnsafeBufferPointer { bytes in
        let rest = UnsafeBufferPointer(rebasing: bytes[input.offset...])
        return hardstand_zstd_reader_step(
          reader, rest.baseAddress, rest.count, &used, room.baseAddress, room.count, &made)
      }
      input.take(used)
      count += made
      switch result {
      case 1: isBetweenFrames = true
      case 0:
        isBetweenFrames = false
        if !isMore, made == 0 { throw failure("the zstd data ends too early") }
      case -2:
        throw failure("its zstd window is larger than \(1 << (Self.windowBits - 20)) MiB")
      case -3: throw failure("the checksum of the zstd data is wrong")
      default: throw failure("the zstd data is corrupt")
      }
    }
    return count
  }

  private func failure(_ reason: String) -> Failure {
    .damaged(what, reason)
  }
}
