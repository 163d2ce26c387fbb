import Source
import Streams

/// The pieces of a stream, taken in part.
struct StreamInput {
  private let source: any ByteStream
  private(set) var piece: [UInt8] = []
  private(set) var offset = 0
  private(set) var isAtEnd = false

  init(_ source: any ByteStream) { self.source = source }

  /// Whether bytes are at hand.
  var isEmpty: Bool { offset == piece.count }

  /// Sees to it that bytes are at hand; false at the end of the stream.
  mutating func fill() throws(Failure) -> Bool {
    if offset < piece.count { return true }
    if isAtEnd { return false }
    if let next = try source.next() {
      piece = next
      offset = 0
      return true
    }
    piece = []
    offset = 0
    isAtEnd = true
    return false
  }

  /// The next byte; nil at the end.
  mutating func byte() throws(Failure) -> UInt8? {
    guard try fill() else { return nil }
    defer { offset += 1 }
    return piece[offset]
  }

  /// Makes bytes the next again.
  mutating func putBack(_ bytes: [UInt8]) {
    piece = bytes + piece[offset...]
    offset = 0
  }

  /// Marks bytes at hand as taken.
  mutating func take(_ count: Int) { offset += count }
}
