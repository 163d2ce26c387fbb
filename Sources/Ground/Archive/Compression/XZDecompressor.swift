import CLZMA
public import Source
public import Streams

/// The plain bytes of xz data (the .xz file format 1.1.0), of all its streams in a row; their checksums
/// are checked.
public final class XZDecompressor: ByteStream {
  /// The most memory that a stream may ask for: what `xz -9` asks for is 65 MiB, and a dictionary that is
  /// twice as large as any preset's is still taken.
  public static let memoryLimit: UInt64 = 160 << 20

  private var input: StreamInput
  private let reader: OpaquePointer
  private let what: String
  private let pieceSize: Int
  private var isAtEnd = false

  /// Reads xz data.
  /// - Parameters:
  ///   - source: The compressed bytes.
  ///   - what: What they are, for failures, such as "the layer".
  ///   - pieceSize: The most bytes of a piece.
  public init(
    _ source: any ByteStream, what: String = "the file", pieceSize: Int = 1 << 18
  ) throws(Failure) {
    guard let reader = hardstand_xz_reader_open(XZDecompressor.memoryLimit) else {
      throw Failure("cannot decompress \(what)", because: ["there is not enough memory"])
    }
    input = StreamInput(source)
    self.reader = reader
    self.what = what
    self.pieceSize = max(1, pieceSize)
  }

  deinit { hardstand_xz_reader_close(reader) }

  /// The next plain piece.
  public func next() throws(Failure) -> [UInt8]? {
    if isAtEnd { return nil }
    return try .filled(upTo: pieceSize) { buffer throws(Failure) in try fill(buffer) }
  }

  private func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Int {
    var count = 0
    while count < buffer.count {
      let isMore = try input.fill()
      var used = 0
      var made = 0
      let room = UnsafeMutableBufferPointer(rebasing: buffer[count...])
      let result = input.piece.withUnsafeBufferPointer { bytes in
        let rest = UnsafeBufferPointer(rebasing: bytes[input.offset...])
        return hardstand_xz_reader_step(
          reader, rest.baseAddress, rest.count, &used, room.baseAddress, room.count, &made,
          isMore ? 0 : 1)
      }
      input.take(used)
      count += made
      switch result {
      case 1:
        isAtEnd = true
        return count
      case 0: break
      case -2:
        throw failure("it needs more than \(XZDecompressor.memoryLimit >> 20) MiB of memory")
      case -3: throw failure("the xz data ends too early")
      case -4: throw failure("it uses a kind of xz data that is not known")
      default: throw failure("the xz data is corrupt")
      }
    }
    return count
  }

  private func failure(_ reason: String) -> Failure {
    .damaged(what, reason)
  }
}
