import Source

/// The physical lines of a source, joined into the logical lines of instructions.
///
/// Follows BuildKit's parser: a line whose last byte before blanks is the
/// escape character goes on in the next; comment lines and blank lines within
/// are dropped.
struct LineReader {
  /// One logical line.
  struct Line {
    /// The joined bytes, without blanks at the start of the first line.
    var text = MappedText()
    /// From the first byte that counts to the end of the last line, without its ending.
    var range = SourceRange(0, 0)
    var innerComments: [SourceRange] = []
    var emptyContinuations: [SourceRange] = []
  }

  /// The longest line that the frontend reads, with its ending, in bytes.
  static let longestLine = 65_536

  let source: SourceText
  let bytes: [UInt8]
  private(set) var position: Int
  private(set) var tooLong: SourceRange?

  init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
    position = source.hasByteOrderMark ? 3 : 0
  }

  /// The next physical line with its ending, and its bytes without any trailing `\r` or `\n`.
  mutating func next() -> (full: Range<Int>, content: Range<Int>)? {
    guard position < bytes.count else { return nil }
    let start = position
    var end = start
    while end < bytes.count, bytes[end] != 0x0A { end += 1 }
    let terminated = end < bytes.count
    position = terminated ? end + 1 : end
    if tooLong == nil, position - start > Self.longestLine - (terminated ? 0 : 1) {
      tooLong = SourceRange(start, end)
    }
    while end > start, bytes[end - 1] == 0x0D || bytes[end - 1] == 0x0A { end -= 1 }
    return (start..<position, start..<end)
  }

  /// Goes back to the byte at `offset`, which begins a line.
  mutating func rewind(to offset: Int) { position = offset }

  /// The first byte of a line that is no Unicode white space.
  func indented(_ line: Range<Int>) -> Range<Int> {
    var lower = line.lowerBound
    while lower < line.upperBound {
      let width = Blank.width(bytes, lower, line.upperBound)
      if width == 0 { break }
      lower += width
    }
    return lower..<line.upperBound
  }

  /// The line without its continuation character; nil where it has none.
  func continued(_ line: Range<Int>, escape: UInt8) -> Range<Int>? {
    var end = line.upperBound
    while end > line.lowerBound, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    guard end > line.lowerBound, bytes[end - 1] == escape else { return nil }
    if end - 1 > line.lowerBound, bytes[end - 2] == escape { return nil }
    return line.lowerBound..<(end - 1)
  }

  /// Joins the logical line that begins with `first`, whose blanks are already removed.
  mutating func join(_ first: Range<Int>, escape: UInt8) -> Line {
    var line = Line()
    var end = first.upperBound
    if let head = continued(first, escape: escape) {
      line.text.append(bytes[head], from: head.lowerBound)
      while let (_, content) = next() {
        let body = indented(content)
        if !body.isEmpty, bytes[body.lowerBound] == UInt8(ascii: "#") {
          line.innerComments.append(SourceRange(body))
          continue
        }
        if body.isEmpty {
          line.emptyContinuations.append(SourceRange(content))
          continue
        }
        end = content.upperBound
        if let part = continued(content, escape: escape) {
          line.text.append(bytes[part], from: part.lowerBound)
        } else {
          line.text.append(bytes[content], from: content.lowerBound)
          break
        }
      }
    } else {
      line.text.append(bytes[first], from: first.lowerBound)
    }
    line.range = SourceRange(first.lowerBound, end)
    // What stands behind the last line that counts belongs to no instruction.
    line.innerComments.removeAll { $0.lowerBound >= end }
    line.emptyContinuations.removeAll { $0.lowerBound >= end }
    return line
  }
}

extension DockerfileSyntax {
  /// The most bytes that a line may have without its ending, since BuildKit's reader takes lines into a
  /// buffer of 64 KiB (`bufio.MaxScanTokenSize` of Go).
  public static let longestLine = LineReader.longestLine - 1
}
