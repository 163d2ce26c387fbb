import Policy
import Source

/// The waivers of a compose file: comments in the line of an image, or in the lines above it.
struct ComposeWaivers {
  let waivers: Waivers

  init(_ source: SourceText, _ places: [PinPlace]) {
    var comments: [SourceRange] = []
    var lines: [SourceRange] = []
    for place in places {
      let number = source.line(at: place.range.lowerBound)
      let line = source.lineRange(number)
      lines.append(line)
      var above = number - 1
      while above >= 1, let comment = Self.comment(source, source.lineRange(above)) {
        comments.append(comment)
        above -= 1
      }
      // Behind the image and its quote.
      let rest = SourceRange(place.range.upperBound, line.upperBound)
      let tail = source.bytes[rest.offsets].firstIndex { $0 == UInt8(ascii: "#") }
      if let tail { comments.append(SourceRange(tail, line.upperBound)) }
    }
    comments.sort()
    waivers = Waivers(in: source, comments: comments, instructions: lines, stages: [])
  }

  /// The comment that a line is; nil where it is none.
  private static func comment(_ source: SourceText, _ line: SourceRange) -> SourceRange? {
    guard let start = source.bytes[line.offsets].firstIndex(where: { $0 != 0x20 && $0 != 0x09 }),
      source.bytes[start] == UInt8(ascii: "#")
    else { return nil }
    return SourceRange(start, line.upperBound)
  }
}
