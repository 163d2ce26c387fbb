import CZlib
import Host
public import Source
public import Streams

/// A sink that compresses to gzip, the same bytes for the same input on every machine.
///
/// The header has no name, no time and no system. zlib compresses, because what ISA-L makes depends on
/// the processor. The data is compressed in blocks, all processors at once, each block with the bytes
/// before it at hand; where blocks end depends on the input alone.
public final class Gzip: ByteSink {
  /// The bytes of a block.
  private static let blockSize = 1 << 19
  /// How far back matches reach (RFC 1951, section 2).
  private static let window = 1 << 15

  private let sink: any ByteSink
  private let level: Int32
  private let threads: Int
  /// Up to `window` bytes that were compressed already, then those that wait.
  private var buffer: [UInt8] = []
  private var known = 0
  private var checksum: UInt32 = 0
  private var length: UInt32 = 0
  private var isBegun = false

  /// Compresses into a sink, which gets the end of the data with `finish`.
  /// - Parameters:
  ///   - sink: Where the compressed bytes go.
  ///   - level: From 1, the fastest, to 9, the smallest.
  ///   - threads: How many threads compress at once; nil for one a processor. The bytes are the same.
  public init(into sink: any ByteSink, level: Int = 6, threads: Int? = nil) {
    self.sink = sink
    self.level = Int32(min(9, max(1, level)))
    self.threads = max(1, threads ?? System.processorCount)
  }

  /// Compresses more bytes.
  public func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    bytes.withUnsafeBufferPointer { buffer in
      checksum = hardstand_zlib_crc32(checksum, buffer.baseAddress, buffer.count)
    }
    length &+= UInt32(truncatingIfNeeded: bytes.count)
    buffer += bytes
    if buffer.count - known >= Gzip.blockSize * threads * 2 { try deflate(isLast: false) }
  }

  /// Writes what is left and the trailer; nothing may be written afterwards.
  public func finish() throws(Failure) {
    try deflate(isLast: true)
    var trailer: [UInt8] = []
    for value in [checksum, length] {
      for shift in [UInt32(0), 8, 16, 24] {
        trailer.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    try sink.write(trailer)
  }

  /// Compresses whole blocks, and at the end what is left too.
  private func deflate(isLast: Bool) throws(Failure) {
    if !isBegun {
      isBegun = true
      // Magic, deflate, no flags, no time, no extra flags, unknown system.
      try sink.write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
    }
    var blocks: [Range<Int>] = []
    var start = known
    while buffer.count - start > Gzip.blockSize {
      blocks.append(start..<(start + Gzip.blockSize))
      start += Gzip.blockSize
    }
    if isLast {
      blocks.append(start..<buffer.count)
      start = buffer.count
    }
    let end = isLast ? blocks.count - 1 : -1
    let (bytes, level) = (buffer, level)
    let results = Parallel.map(Array(blocks.enumerated()), threads: threads) { index, block in
      Gzip.deflated(bytes, block, level, isLast: index == end)
    }
    for result in results {
      guard let result else {
        throw Failure("cannot compress with gzip", because: ["there is not enough memory"])
      }
      try sink.write(result)
    }
    let rest = max(0, start - Gzip.window)
    buffer.removeFirst(rest)
    known = start - rest
  }

  private static func deflated(
    _ bytes: [UInt8], _ block: Range<Int>, _ level: Int32, isLast: Bool
  ) -> [UInt8]? {
    var isDone = false
    let room = hardstand_zlib_deflate_bound(block.count)
    let result = [UInt8](unsafeUninitializedCapacity: room) { output, count in
      bytes.withUnsafeBufferPointer { bytes in
        let first = max(0, block.lowerBound - window)
        let before = UnsafeBufferPointer(rebasing: bytes[first..<block.lowerBound])
        let input = UnsafeBufferPointer(rebasing: bytes[block])
        isDone =
          hardstand_zlib_deflate_block(
            level, before.baseAddress, before.count, input.baseAddress, input.count,
            output.baseAddress, room, &count, isLast ? 1 : 0) == 0
      }
    }
    return isDone ? result : nil
  }
}
