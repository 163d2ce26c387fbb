/// The bytes of one input together with its name and its lines.
///
/// Bytes are kept as they were read: a byte-order mark, carriage returns and a
/// missing final newline are all part of the text. The bytes need not be valid
/// UTF-8; where text is wanted, wrong bytes show as U+FFFD.
public struct SourceText: Hashable, Sendable {
  /// What people call it: a path as they gave it, or `<stdin>`.
  public let name: String
  /// Every byte, unchanged.
  public let bytes: [UInt8]
  /// The offset at which each line begins; the first is 0.
  private let lineStarts: [Int]

  /// A source from its raw bytes.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for offset in bytes.indices where bytes[offset] == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// A source from text.
  public init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The whole source as a range.
  public var range: SourceRange { SourceRange(0, bytes.count) }

  /// How many lines there are. A final newline ends its line and begins no other.
  public var lineCount: Int {
    guard let last = lineStarts.last else { return 0 }
    return last == bytes.count ? lineStarts.count - 1 : lineStarts.count
  }

  /// The text of a range; bytes that are no UTF-8 show as U+FFFD.
  public func text(_ range: SourceRange) -> String {
    let lower = min(max(range.lowerBound, 0), bytes.count)
    let upper = min(max(range.upperBound, lower), bytes.count)
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }

  /// The line, from 1, that holds the byte at `offset`.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The line and column of a byte. Offsets past the end count as the end.
  public func position(at offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    let line = line(at: offset)
    var start = lineStarts[line - 1]
    if start == 0, hasByteOrderMark { start = min(3, offset) }
    var column = 1
    for byte in bytes[start..<max(start, offset)] where byte & 0b1100_0000 != 0b1000_0000 {
      column += 1
    }
    return SourcePosition(line: line, column: column)
  }

  /// The bytes of line `line` (from 1) without its line ending.
  public func lineRange(_ line: Int) -> SourceRange {
    guard line >= 1, line <= lineStarts.count else { return SourceRange(bytes.count, bytes.count) }
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    if end > start, line < lineStarts.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return SourceRange(start, end)
  }

  /// The bytes of line `line` (from 1) with its line ending.
  public func fullLineRange(_ line: Int) -> SourceRange {
    guard line >= 1, line <= lineStarts.count else { return SourceRange(bytes.count, bytes.count) }
    return SourceRange(
      lineStarts[line - 1], line < lineStarts.count ? lineStarts[line] : bytes.count)
  }

  /// Whether the source begins with the UTF-8 byte-order mark.
  public var hasByteOrderMark: Bool {
    bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
  }

  /// The line ending that the source uses most; `\n` where it has none.
  public var lineEnding: String {
    var carriageReturns = 0
    for start in lineStarts.dropFirst() where start >= 2 && bytes[start - 2] == 0x0D {
      carriageReturns += 1
    }
    return carriageReturns * 2 > lineStarts.count - 1 && carriageReturns > 0 ? "\r\n" : "\n"
  }
}
