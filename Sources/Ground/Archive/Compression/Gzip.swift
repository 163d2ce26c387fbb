import CDeflate
import Host
public import Source
public import Streams

/// A sink that compresses to gzip, the same bytes for the same input on every machine.
///
/// libdeflate compresses, because what ISA-L makes depends on the processor, and zlib takes more than
/// twice the time. The data is compressed in blocks, all processors at once, each of them a member of
/// its own (RFC 1952, section 2.2) without a name or a time; where blocks end depends on the input alone.
public final class Gzip: ByteSink {
  /// The bytes of a block.
  private static let blockSize = 1 << 20

  private let sink: any ByteSink
  private let level: Int32
  private let threads: Int
  /// What waits to be compressed.
  private var buffer: [UInt8] = []
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
    buffer += bytes
    if buffer.count >= Gzip.blockSize * threads * 2 { try deflate(isLast: false) }
  }

  /// Writes what is left; nothing may be written afterwards.
  public func finish() throws(Failure) { try deflate(isLast: true) }

  /// Compresses whole blocks, and at the end what is left too.
  private func deflate(isLast: Bool) throws(Failure) {
    var blocks: [Range<Int>] = []
    var start = 0
    while buffer.count - start >= Gzip.blockSize {
      blocks.append(start..<(start + Gzip.blockSize))
      start += Gzip.blockSize
    }
    // Nothing at all is a member too, as an empty file is no gzip.
    if isLast, start < buffer.count || blocks.isEmpty && !isBegun {
      blocks.append(start..<buffer.count)
      start = buffer.count
    }
    isBegun = true
    let (bytes, level) = (buffer, level)
    let members = Parallel.map(blocks, threads: threads) { Gzip.member(bytes, $0, level) }
    for member in members {
      if member.isEmpty {
        throw Failure("cannot compress with gzip", because: ["there is not enough memory"])
      }
      try sink.write(member)
    }
    buffer.removeFirst(start)
  }

  private static func member(_ bytes: [UInt8], _ block: Range<Int>, _ level: Int32) -> [UInt8] {
    let room = hardstand_deflate_bound(block.count)
    return [UInt8](unsafeUninitializedCapacity: room) { output, count in
      bytes.withUnsafeBufferPointer { bytes in
        let input = UnsafeBufferPointer(rebasing: bytes[block])
        count = hardstand_deflate_member(
          level, input.baseAddress, input.count, output.baseAddress, room)
      }
    }
  }
}
