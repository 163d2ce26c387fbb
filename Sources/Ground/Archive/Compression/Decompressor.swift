public import Source
public import Streams

/// The plain bytes of a stream, however it is compressed, with a guard against bombs.
public final class Decompressor: ByteStream {
  /// How much may come out.
  public struct Limits: Hashable, Sendable {
    /// The most plain bytes.
    public var bytes: Int64
    /// From this many plain bytes on, how many times the compressed bytes they may be.
    public var ratio: Int64
    /// Where the ratio begins to count, in plain bytes.
    public var ratioFloor: Int64

    /// Limits that real layers stay far below: 128 GiB in all, and beyond 8 GiB at most 300 to 1.
    public init(bytes: Int64 = 128 << 30, ratio: Int64 = 300, ratioFloor: Int64 = 8 << 30) {
      self.bytes = bytes
      self.ratio = ratio
      self.ratioFloor = ratioFloor
    }
  }

  /// What the first bytes showed.
  public let compression: Compression
  /// How many compressed bytes were taken from the source so far.
  public var compressedCount: Int64 { source.count }
  /// How many plain bytes were handed out so far.
  public private(set) var count: Int64 = 0

  private let source: CountedStream
  private let plain: any ByteStream
  private let limits: Limits
  private let what: String

  /// Looks at the first bytes of a stream and reads on as they tell.
  /// - Parameters:
  ///   - source: The bytes.
  ///   - what: What they are, for failures, such as "the layer".
  ///   - limits: How much may come out.
  /// - Throws: `Failure` when it cannot be read, or has a compression that is not supported.
  public init(
    _ source: any ByteStream, what: String = "the file", limits: Limits = Limits()
  ) throws(Failure) {
    var start: [UInt8] = []
    while start.count < Compression.detectedPrefix, let piece = try source.next() {
      start = start.isEmpty ? piece : start + piece
    }
    compression = try Compression.detect(start, what: what)
    self.source = CountedStream(start, source)
    plain =
      switch compression {
      case .none: self.source
      case .gzip: try Gunzip(self.source, what: what)
      case .zstd: try ZstdDecompressor(self.source, what: what)
      case .xz: try XZDecompressor(self.source, what: what)
      }
    self.limits = limits
    self.what = what
  }

  /// The next plain piece.
  public func next() throws(Failure) -> [UInt8]? {
    guard let piece = try plain.next() else { return nil }
    count += Int64(piece.count)
    if count > limits.bytes {
      throw bomb("it has more than \(limits.bytes >> 20) MiB when unpacked")
    }
    // What was compressed with another limit in mind is not a bomb while it is small.
    if compression != .none, count > limits.ratioFloor, count / limits.ratio > source.count {
      throw bomb("it grows to more than \(limits.ratio) times its size when unpacked")
    }
    return piece
  }

  private func bomb(_ reason: String) -> Failure {
    Failure(
      "cannot read \(what)", because: [reason], hint: "use an image from a source that you trust")
  }
}

/// A stream with its first bytes put back, that counts what is taken.
private final class CountedStream: ByteStream {
  private var start: [UInt8]?
  private let rest: any ByteStream
  private(set) var count: Int64 = 0

  init(_ start: [UInt8], _ rest: any ByteStream) {
    self.start = start.isEmpty ? nil : start
    self.rest = rest
  }

  func next() throws(Failure) -> [UInt8]? {
    if let piece = start {
      start = nil
      count += Int64(piece.count)
      return piece
    }
    guard let piece = try rest.next() else { return nil }
    count += Int64(piece.count)
    return piece
  }
}
