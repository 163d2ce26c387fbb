import Dockerfile
import Source

extension Instruction {
  /// From the keyword to the end of the last line, with its line ending: what goes away with it.
  func wholeLines(of source: SourceText) -> SourceRange {
    let last = source.line(at: max(0, range.upperBound - 1))
    var start = range.lowerBound
    while start > 0, source.bytes[start - 1] == 0x20 || source.bytes[start - 1] == 0x09 {
      start -= 1
    }
    let end = source.fullLineRange(last).upperBound
    // At the end of the file the line break before goes with the line.
    if end == source.bytes.count, source.bytes.last != 0x0A, start > 0 {
      start -= 1
      if start > 0, source.bytes[start - 1] == 0x0D { start -= 1 }
    }
    return SourceRange(start, end)
  }
}
