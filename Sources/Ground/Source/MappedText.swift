/// Bytes that were put together from pieces of a source, each of which still
/// knows where it came from.
///
/// A Dockerfile joins the lines of one instruction, drops comments between
/// them and decodes JSON escapes before a shell sees the text; a range in that
/// text maps back to the range in the file through this type.
public struct MappedText: Sendable {
  /// The joined bytes.
  public private(set) var bytes: [UInt8] = []
  private var pieces: [Piece] = []

  private struct Piece: Sendable {
    var start: Int
    var source: Int
    /// How many bytes of source its bytes stand for as a whole, as those of an escape do; nil where
    /// each byte stands for itself.
    var extent: Int?
  }

  /// A text without bytes.
  public init() {}

  /// A run of a source, as it stands there.
  public init(_ source: SourceText, _ range: SourceRange) {
    self.init(source.bytes[range.offsets], from: range.lowerBound)
  }

  /// Bytes that begin at `offset` of their source.
  public init(_ bytes: some Collection<UInt8>, from offset: Int) {
    if bytes.isEmpty { pieces = [Piece(start: 0, source: offset, extent: nil)] }
    append(bytes, from: offset)
  }

  /// Adds bytes that stand in the source from `offset` on.
  public mutating func append(_ more: some Collection<UInt8>, from offset: Int) {
    append(Array(more)[...], from: offset)
  }

  /// Adds bytes that stand in the source from `offset` on.
  public mutating func append(_ more: ArraySlice<UInt8>, from offset: Int) {
    if more.isEmpty { return }
    begin(at: offset)
    bytes.append(contentsOf: more)
  }

  /// Adds one byte that begins at `offset` of the source.
  public mutating func append(_ byte: UInt8, from offset: Int) {
    begin(at: offset)
    bytes.append(byte)
  }

  /// Begins a piece, unless the last one goes on at `offset` of the source.
  private mutating func begin(at offset: Int) {
    if let last = pieces.last, last.extent == nil, last.source + bytes.count - last.start == offset
    {
      return
    }
    pieces.append(Piece(start: bytes.count, source: offset, extent: nil))
  }

  /// Adds bytes that stand for `range` of the source as a whole, such as a decoded escape.
  public mutating func append(decoded more: some Collection<UInt8>, from range: SourceRange) {
    if more.isEmpty { return }
    pieces.append(Piece(start: bytes.count, source: range.lowerBound, extent: range.length))
    bytes.append(contentsOf: more)
  }

  /// Adds another text with its own origins.
  public mutating func append(_ other: MappedText) {
    for (index, piece) in other.pieces.enumerated() {
      let end = index + 1 < other.pieces.count ? other.pieces[index + 1].start : other.bytes.count
      let slice = other.bytes[piece.start..<end]
      if let extent = piece.extent {
        append(decoded: slice, from: SourceRange(piece.source, piece.source + extent))
      } else {
        append(slice, from: piece.source)
      }
    }
  }

  /// How many bytes there are.
  public var count: Int { bytes.count }

  /// Whether there is no byte.
  public var isEmpty: Bool { bytes.isEmpty }

  /// The bytes as text; bytes that are no UTF-8 show as U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The text of a part.
  public func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Where in the source the byte at `offset` begins; the end of the text maps
  /// to the place after its last byte.
  public func source(of offset: Int) -> Int {
    guard let first = pieces.first else { return 0 }
    if offset < 0 { return first.source }
    if offset >= bytes.count {
      return bytes.isEmpty ? first.source : end(of: bytes.count - 1)
    }
    let piece = pieces[pieceIndex(of: offset)]
    return piece.extent == nil ? piece.source + (offset - piece.start) : piece.source
  }

  /// Where in the source the byte at `offset` ends.
  private func end(of offset: Int) -> Int {
    let piece = pieces[pieceIndex(of: offset)]
    return piece.extent.map { piece.source + $0 } ?? piece.source + (offset - piece.start) + 1
  }

  /// The source range that a part of the text came from, from its first byte to after its last.
  public func source(of range: Range<Int>) -> SourceRange {
    if range.isEmpty {
      let place = source(of: range.lowerBound)
      return SourceRange(place, place)
    }
    return SourceRange(source(of: range.lowerBound), end(of: range.upperBound - 1))
  }

  /// The source range of the whole text.
  public var sourceRange: SourceRange { source(of: 0..<bytes.count) }

  /// A part of the text that keeps its origins.
  public func slice(_ range: Range<Int>) -> MappedText {
    if range.isEmpty {
      return MappedText([], from: source(of: range.lowerBound))
    }
    var result = MappedText()
    var index = pieceIndex(of: range.lowerBound)
    while index < pieces.count, pieces[index].start < range.upperBound {
      let piece = pieces[index]
      let end = index + 1 < pieces.count ? pieces[index + 1].start : bytes.count
      let lower = max(piece.start, range.lowerBound)
      let upper = min(end, range.upperBound)
      if let extent = piece.extent {
        result.append(
          decoded: bytes[lower..<upper], from: SourceRange(piece.source, piece.source + extent))
      } else {
        result.append(bytes[lower..<upper], from: piece.source + (lower - piece.start))
      }
      index += 1
    }
    return result
  }

  private func pieceIndex(of offset: Int) -> Int {
    var low = 0
    var high = pieces.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if pieces[middle].start <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
