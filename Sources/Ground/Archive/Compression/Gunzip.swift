import CZlib
public import Source
public import Streams

/// The plain bytes of gzip data (RFC 1952), of all its members in a row.
///
/// Zero bytes after the last member are passed over, as they pad tapes and blocks; anything else there
/// is a failure. Checksums and lengths are checked, that of a header too where it has one.
public final class Gunzip: ByteStream {
  /// Which library inflates.
  public enum Engine: Hashable, Sendable {
    /// ISA-L where it is installed, else zlib.
    case fastest
    /// zlib.
    case zlib
  }

  private enum Phase {
    case firstHeader, header, body, end
  }

  private var input: StreamInput
  private let inflater: Inflater
  private let what: String
  private let pieceSize: Int
  private var phase = Phase.firstHeader

  /// Reads gzip data.
  /// - Parameters:
  ///   - source: The compressed bytes.
  ///   - what: What they are, for failures, such as "the layer".
  ///   - engine: Which library inflates; the bytes are the same.
  ///   - pieceSize: The most bytes of a piece.
  public init(
    _ source: any ByteStream, what: String = "the file", engine: Engine = .fastest,
    pieceSize: Int = 1 << 18
  ) throws(Failure) {
    guard let inflater = Inflater(preferring: engine) else {
      throw Failure("cannot decompress \(what)", because: ["there is not enough memory"])
    }
    input = StreamInput(source)
    self.inflater = inflater
    self.what = what
    self.pieceSize = max(1, pieceSize)
  }

  /// The next plain piece.
  public func next() throws(Failure) -> [UInt8]? {
    if phase == .end { return nil }
    return try .filled(upTo: pieceSize) { buffer throws(Failure) in try fill(buffer) }
  }

  /// Fills a buffer over the borders of members, which can be smaller than a piece.
  private func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Int {
    var count = 0
    while count < buffer.count {
      switch phase {
      case .end: return count
      case .firstHeader, .header:
        phase = try readHeader(isFirst: phase == .firstHeader) ? .body : .end
      case .body:
        let isMore = try input.fill()
        let room = UnsafeMutableBufferPointer(rebasing: buffer[count...])
        let (outcome, used, made) = input.piece.withUnsafeBufferPointer { bytes in
          inflater.step(UnsafeBufferPointer(rebasing: bytes[input.offset...]), room)
        }
        input.take(used)
        count += made
        switch outcome {
        case .more:
          if !isMore, made == 0 { throw truncated }
          if used == 0, made == 0 { throw failure("the gzip data is corrupt") }
        case .corrupt: throw failure("the gzip data is corrupt")
        case .wrongChecksum: throw failure("the checksum of the gzip data is wrong")
        case .endOfMember:
          inflater.reset()
          phase = .header
        }
      }
    }
    return count
  }

  /// Reads the header of a member; false when there is no further member.
  private func readHeader(isFirst: Bool) throws(Failure) -> Bool {
    guard let first = try input.byte() else {
      if isFirst { throw truncated }
      return false
    }
    if !isFirst, first == 0 {
      try skipPadding()
      return false
    }
    var header = Header(first)
    guard first == 0x1F, try byte(&header) == 0x8B else {
      throw failure(
        isFirst ? "it is no gzip data" : "there are bytes behind the end of the gzip data")
    }
    if try byte(&header) != 8 { throw failure("its gzip method is not deflate") }
    let flags = try byte(&header)
    if flags & 0xE0 != 0 { throw failure("its gzip header has flags that are not defined") }
    for _ in 0..<6 { _ = try byte(&header) }
    if flags & 4 != 0 {
      let low = try byte(&header)
      let high = try byte(&header)
      for _ in 0..<(Int(low) | Int(high) << 8) { _ = try byte(&header) }
    }
    if flags & 8 != 0 { while try byte(&header) != 0 {} }
    if flags & 16 != 0 { while try byte(&header) != 0 {} }
    if flags & 2 != 0 {
      let expected = header.checksum
      let low = try byte(&header)
      let high = try byte(&header)
      if UInt16(low) | UInt16(high) << 8 != expected {
        throw failure("the checksum of its gzip header is wrong")
      }
    }
    return true
  }

  private func skipPadding() throws(Failure) {
    while let byte = try input.byte() {
      if byte != 0 { throw failure("there are bytes behind the end of the gzip data") }
    }
  }

  private func byte(_ header: inout Header) throws(Failure) -> UInt8 {
    guard let byte = try input.byte() else { throw truncated }
    // A name may be as long as it likes; that of an honest file is not.
    if header.bytes.count > 1 << 17 { throw failure("its gzip header is longer than 128 KiB") }
    header.bytes.append(byte)
    return byte
  }

  private struct Header {
    var bytes: [UInt8]
    init(_ first: UInt8) { bytes = [first] }
    var checksum: UInt16 {
      UInt16(truncatingIfNeeded: hardstand_zlib_crc32(0, bytes, bytes.count))
    }
  }

  private var truncated: Failure { failure("the gzip data ends too early") }

  private func failure(_ reason: String) -> Failure {
    .damaged(what, reason)
  }
}
