import Dockerfile
import Evidence
import Facts
import Source

extension Subject {
  /// The repair that takes one pair of an ENV or LABEL away; the last one takes the instruction along.
  /// None where a comment stands on the way.
  func removing(pair index: Int, of step: Step, risk: String) -> [Fix] {
    let instruction = step.instruction
    let pairs = instruction.pairs
    guard pairs.indices.contains(index) else { return [] }
    let pair = pairs[index]
    let range: SourceRange
    if pairs.count == 1 {
      range = instruction.wholeLines(of: source)
    } else if pair.isLegacy {
      return []
    } else if index > 0 {
      range = SourceRange(pairs[index - 1].range.upperBound, pair.range.upperBound)
    } else {
      range = SourceRange(pair.range.lowerBound, pairs[1].range.lowerBound)
    }
    guard !instruction.innerComments.contains(where: { range.overlaps($0) }) else { return [] }
    return [Fix("Leave `\(pair.key.value)` out", .unsafe, [TextEdit(range, "")], risk: risk)]
  }

  /// The repair that puts a folder in front of PATH before a step; none where the folder has characters
  /// that need more than quotes.
  func extendingPath(with folder: String, above step: Step) -> Fix? {
    guard folder.hasPrefix("/"), !folder.contains(where: { "$\"'\\:\n ".contains($0) }) else {
      return nil
    }
    let isLower = step.instruction.keyword.value.first?.isLowercase == true
    let line = "\(isLower ? "env" : "ENV") PATH=\"\(folder):$PATH\""
    return Fix(
      "Put `\(folder)` on PATH", .unsafe, [inserting(lines: [line], above: step.instruction)],
      risk: "A program of the same name in that folder comes before the one of the system.")
  }
}
