public import Source
public import Streams

/// A tar archive in the making: the same entries make the same bytes everywhere.
///
/// A header is plain ustar where that can say everything, and else has a pax header before it with the
/// records that it cannot say, sorted by key. Times of access and change are never written.
public final class TarWriter {
  private let sink: any ByteSink
  private var buffer: [UInt8] = []
  private var rest: Int64 = 0
  private var padding = 0
  private let bufferSize = 1 << 17

  /// Writes an archive to a sink, which gets its end with `finish`.
  public init(into sink: any ByteSink) {
    self.sink = sink
    buffer.reserveCapacity(bufferSize + (1 << 16))
  }

  /// Begins an entry; as many bytes as its size says must follow through `write`.
  ///
  /// Of its `records` none is written but what its other values say.
  /// - Throws: `Failure` when the entry before is not complete, a value cannot be written, or the sink
  ///   fails.
  public func add(_ entry: TarEntry) throws(Failure) {
    try close()
    let header = try TarHeaderWriting(entry)
    if let records = header.records {
      try put(try TarHeaderWriting.block(records.header))
      try put(records.bytes)
      try put([UInt8](repeating: 0, count: -records.bytes.count & 511))
    }
    try put(header.block)
    rest = entry.kind == .file ? entry.size : 0
    padding = Int(-rest & 511)
  }

  /// Writes the next bytes of the entry.
  public func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    if Int64(bytes.count) > rest {
      throw Failure(
        "cannot write the archive", because: ["a file has grown while it was read"],
        hint: "try again when nothing writes to it")
    }
    rest -= Int64(bytes.count)
    try put(bytes)
  }

  /// Writes an entry with its content.
  public func add(_ entry: TarEntry, _ content: any ByteStream) throws(Failure) {
    try add(entry)
    while let piece = try content.next() { try write(piece[...]) }
  }

  /// Writes an entry with its content; its size is set to that of the content.
  public func add(_ entry: TarEntry, bytes: [UInt8]) throws(Failure) {
    var entry = entry
    entry.size = Int64(bytes.count)
    try add(entry)
    try write(bytes[...])
  }

  /// Ends the archive; nothing may be written afterwards.
  public func finish() throws(Failure) {
    try close()
    try put([UInt8](repeating: 0, count: 1024))
    if !buffer.isEmpty { try sink.write(buffer) }
    buffer = []
  }

  private func close() throws(Failure) {
    if rest > 0 {
      throw Failure(
        "cannot write the archive", because: ["a file has shrunk while it was read"],
        hint: "try again when nothing writes to it")
    }
    if padding > 0 { try put([UInt8](repeating: 0, count: padding)) }
    padding = 0
  }

  private func put(_ bytes: [UInt8]) throws(Failure) { try put(bytes[...]) }

  private func put(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    if bytes.count >= bufferSize, buffer.isEmpty {
      try sink.write(bytes)
      return
    }
    buffer.append(contentsOf: bytes)
    if buffer.count >= bufferSize {
      try sink.write(buffer)
      buffer.removeAll(keepingCapacity: true)
    }
  }
}
