public import Source
public import Streams

/// The files of a tar archive, one after the other: old, ustar, pax, GNU and star formats, as Docker,
/// BuildKit, Go, GNU tar, bsdtar and BusyBox write them.
///
/// Where programs read an archive in different ways, it is read as Go's `archive/tar` does, which is
/// what Docker unpacks layers with. The reader is our own because archives come from strangers, the
/// records of extended headers must be kept as they stand, and what a hard link of a known size means
/// must be decided as Docker decides it.
public final class TarReader {
  let what: String
  let limits: TarLimits
  private var input: StreamInput
  private var headerCount = 0
  private var isAtEnd = false
  /// Bytes of the entry that are still in the stream, and those that fill its last block.
  private var stored: Int64 = 0
  private var padding = 0
  private var sparse: TarSparse?
  private var position: Int64 = 0
  private var extent = 0
  /// A block that was looked at and belongs to the next entry.
  private var waiting: [UInt8]?
  private let zeros = [UInt8](repeating: 0, count: 1 << 16)

  /// The records of global headers so far, which, as in Go, change no entry.
  public private(set) var globalRecords: [TarEntry.Record] = []

  /// Reads an archive.
  /// - Parameters:
  ///   - source: The archive, not compressed.
  ///   - what: What it is, for failures, such as "the layer".
  ///   - limits: How much it may ask for.
  public init(
    _ source: any ByteStream, what: String = "the archive", limits: TarLimits = TarLimits()
  ) {
    input = StreamInput(source)
    self.what = what
    self.limits = limits
  }

  /// The next entry; nil at the end, after all bytes of the stream were taken.
  /// - Throws: `Failure` when the archive is damaged, ends too early or asks for too much.
  public func next() throws(Failure) -> TarEntry? {
    if isAtEnd { return nil }
    try skip()
    var extra = Extra()
    while let header = try readHeader() {
      headerCount += 1
      if headerCount > limits.headers {
        throw refusal("it has more than \(limits.headers) headers")
      }
      switch header.flag {
      case UInt8(ascii: "x"), UInt8(ascii: "X"): extra.records = try readRecords(header)
      case UInt8(ascii: "g"): globalRecords = try readRecords(header)
      case UInt8(ascii: "L"): extra.path = try readName(header)
      case UInt8(ascii: "K"): extra.link = try readName(header)
      case UInt8(ascii: "V"): try begin(size: number(header, 124, 12, "size"), skipping: true)
      case UInt8(ascii: "M"), UInt8(ascii: "N"):
        throw damage("it has an entry of the kind `\(Character(UnicodeScalar(header.flag)))`")
      default: return try entry(header, extra)
      }
    }
    if !extra.isEmpty { throw damage("it ends after an extended header") }
    isAtEnd = true
    while try input.fill() { input.take(input.piece.count - input.offset) }
    return nil
  }

  /// The next piece of the content of the entry, never empty; nil at its end.
  /// - Throws: `Failure` when the archive ends too early.
  public func read() throws(Failure) -> ArraySlice<UInt8>? {
    guard let sparse else { return try readStored(stored) }
    if extent < sparse.extents.count, position >= sparse.extents[extent].start {
      let piece = try readStored(sparse.extents[extent].end - position)
      position += Int64(piece?.count ?? 0)
      if position == sparse.extents[extent].end { extent += 1 }
      return piece
    }
    let next = extent < sparse.extents.count ? sparse.extents[extent].start : sparse.size
    let count = Int(min(Int64(zeros.count), next - position))
    if count == 0 { return nil }
    position += Int64(count)
    return zeros[..<count]
  }

  /// The content of the entry as a stream, which is of use until `next` is called.
  public var content: any ByteStream { TarContent(self) }

  /// The content of the entry.
  /// - Throws: `Failure` when it has more than `limit` bytes, or the archive ends too early.
  public func readAll(limit: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    while let piece = try read() {
      if piece.count > limit - bytes.count {
        throw refusal("a file that must be read whole has more than \(limit) bytes")
      }
      bytes.append(contentsOf: piece)
    }
    return bytes
  }

  /// Passes over what is left of the entry.
  private func skip() throws(Failure) {
    sparse = nil
    while stored > 0 { _ = try readStored(stored) }
    while padding > 0 {
      guard try input.fill() else {
        // The last block of some archives is not filled.
        padding = 0
        return
      }
      let count = min(padding, input.piece.count - input.offset)
      input.take(count)
      padding -= count
    }
  }

  private func readStored(_ most: Int64) throws(Failure) -> ArraySlice<UInt8>? {
    let wanted = min(most, stored)
    if wanted == 0 { return nil }
    guard try input.fill() else { throw truncated }
    let start = input.offset
    let count = Int(min(wanted, Int64(input.piece.count - start)))
    input.take(count)
    stored -= Int64(count)
    return input.piece[start..<(start + count)]
  }

  /// Makes the bytes of an entry those that are read next.
  func begin(size: Int64, skipping: Bool = false) throws(Failure) {
    stored = size
    padding = Int(-size & 511)
    if skipping { try skip() }
  }

  /// Makes the entry one with holes.
  func begin(_ map: TarSparse) {
    sparse = map
    position = 0
    extent = 0
  }

  /// How many bytes of the entry are still in the stream.
  var storedCount: Int64 { stored }

  // MARK: Blocks

  /// The next header; nil at the end of the archive.
  private func readHeader() throws(Failure) -> TarHeader? {
    guard let block = try readBlock() else { return nil }
    if isZero(block) {
      // Two blocks of zeros end an archive, or one and the end of the stream.
      if let second = try readBlock(), !isZero(second) {
        throw damage("a block of zeros stands between its entries")
      }
      return nil
    }
    do throws(TarHeader.Trouble) {
      return try TarHeader(block)
    } catch {
      throw damage("the checksum of a header is wrong")
    }
  }

  private func isZero(_ block: [UInt8]) -> Bool { block.allSatisfy { $0 == 0 } }

  /// The next 512 bytes; nil at the end of the stream.
  func readBlock() throws(Failure) -> [UInt8]? {
    if let block = waiting {
      waiting = nil
      return block
    }
    guard try input.fill() else { return nil }
    if input.piece.count - input.offset >= 512 {
      let start = input.offset
      input.take(512)
      return Array(input.piece[start..<(start + 512)])
    }
    var block: [UInt8] = []
    block.reserveCapacity(512)
    while block.count < 512 {
      guard try input.fill() else { throw truncated }
      let start = input.offset
      let count = min(512 - block.count, input.piece.count - start)
      block.append(contentsOf: input.piece[start..<(start + count)])
      input.take(count)
    }
    return block
  }

  /// The next 512 bytes of the content; nil when it has no more.
  func readContentBlock() throws(Failure) -> [UInt8]? {
    if stored == 0 { return nil }
    var block: [UInt8] = []
    while block.count < 512, let piece = try readStored(Int64(512 - block.count)) {
      block.append(contentsOf: piece)
    }
    return block
  }

  /// Whether the next block begins an entry or ends the archive.
  func isHeaderNext() throws(Failure) -> Bool {
    guard let block = try readBlock() else { return true }
    waiting = block
    return isZero(block) || TarHeader.isValid(block)
  }

  /// Puts the block back that `isHeaderNext` looked at, as content of the entry.
  func takeWaitingAsContent() {
    guard let block = waiting else { return }
    waiting = nil
    input.putBack(block)
  }

  private func readRecords(_ header: TarHeader) throws(Failure) -> [TarEntry.Record] {
    let bytes = try readSpecial(header, limit: limits.recordBytes, "an extended header")
    guard let records = TarRecords.parse(bytes) else {
      throw damage("an extended header is not well formed")
    }
    return records
  }

  private func readName(_ header: TarHeader) throws(Failure) -> [UInt8] {
    let bytes = try readSpecial(header, limit: limits.pathBytes, "a path")
    return Array(bytes.prefix { $0 != 0 })
  }

  private func readSpecial(
    _ header: TarHeader, limit: Int, _ name: String
  ) throws(Failure) -> [UInt8] {
    let size = try number(header, 124, 12, "size")
    if size > limit { throw refusal("\(name) is longer than \(limit) bytes") }
    try begin(size: size)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(size))
    while let piece = try readStored(stored) { bytes.append(contentsOf: piece) }
    try skip()
    return bytes
  }

  // MARK: Failures

  func damage(_ reason: String) -> Failure {
    Failure(
      "cannot read \(what)", because: [reason],
      hint: "get it again, because it is damaged or incomplete")
  }

  func refusal(_ reason: String) -> Failure {
    Failure(
      "cannot read \(what)", because: [reason], hint: "use an image from a source that you trust")
  }

  private var truncated: Failure { damage("it ends too early") }
}

/// The content of the entry that a reader stands at.
private final class TarContent: ByteStream {
  private let reader: TarReader
  init(_ reader: TarReader) { self.reader = reader }

  func next() throws(Failure) -> [UInt8]? {
    guard let piece = try reader.read() else { return nil }
    return Array(piece)
  }
}
