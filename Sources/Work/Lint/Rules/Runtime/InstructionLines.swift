import Dockerfile
import Source

extension Instruction {
  /// From the keyword to the end of the last line, with its line ending: what goes away with it.
  func wholeLines(of source: SourceText) -> SourceRange {
    let last = source.line(at: max(0, range.upperBound - 1))
    return SourceRange(range.lowerBound, source.fullLineRange(last).upperBound)
  }
}
