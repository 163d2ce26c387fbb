import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let fileLength = Rule(
    "file-length", .metadata, .info, isDefault: false, aliases: ["tally/max-lines"],
    summary: "The file has more than 300 lines of instructions.",
    why: """
      A very long Dockerfile is hard to review. Scripts can move to files of their own, and stages \
      that others share to an image of their own. Comments and blank lines do not count.
      """,
    examples: [
      .flags(
        "FROM alpine:3.20\nRUN true \\\n" + String(repeating: "  && true \\\n", count: 298)
          + "‹  && true›"),
      .accepts("FROM alpine:3.20\n" + String(repeating: "# why\n\n", count: 400)),
    ],
    check: { subject, findings in
      let source = subject.source
      var count = 0
      for instruction in subject.facts.syntax.instructions {
        let first = source.line(at: instruction.range.lowerBound)
        let last = source.line(
          at: max(instruction.range.lowerBound, instruction.range.upperBound - 1))
        let skipped = instruction.innerComments.count + instruction.emptyContinuations.count
        let length = last - first + 1 - skipped
        if count <= 300, count + length > 300 {
          let line = min(last, first + (300 - count))
          findings.report(
            source.lineRange(line), "More than 300 lines of instructions stand in this file",
            help: "Move scripts to files of their own, or split the file")
        }
        count += length
      }
    })
}
