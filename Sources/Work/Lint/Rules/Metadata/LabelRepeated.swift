import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let labelRepeated = Rule(
    "label-repeated", .metadata, .info, fix: .safe, aliases: ["tally/labels/no-duplicate-keys"],
    summary: "A stage sets the same label twice.",
    why: "An image has one value for each label. The last one stays, and those before do nothing.",
    references: ["https://docs.docker.com/reference/dockerfile/#label"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        LABEL ‹title=one› version=1
        LABEL title=two
        """,
        fixed: """
          FROM alpine:3.20
          LABEL version=1
          LABEL title=two
          """),
      .flags(
        """
        FROM alpine:3.20
        LABEL ‹title=one›
        LABEL version=1 \\
            ‹title=two› \\
            ‹title=three› \\
            # the last
            title=four
        """,
        fixed: """
          FROM alpine:3.20
          LABEL version=1 \\
              # the last
              title=four
          """),
      .accepts(
        """
        FROM alpine:3.20 AS base
        LABEL title=one
        FROM base
        LABEL title=two
        """),
    ],
    check: { subject, findings in
      var last: [String: Place] = [:]
      var lost: [(earlier: Place, later: KeyValue)] = []
      for (stage, step) in subject.steps(.label) {
        for (index, pair) in step.instruction.pairs.enumerated()
        where !pair.key.value.contains("$") {
          let place = Place(pair: pair, index: index, instruction: step.instruction)
          if let earlier = last.updateValue(place, forKey: "\(stage.index) \(pair.key.value)") {
            lost.append((earlier, pair))
          }
        }
      }
      for (earlier, later) in lost {
        let others = lost.map(\.earlier).filter {
          $0.instruction.range == earlier.instruction.range
        }
        findings.report(
          earlier.pair.range,
          "the label `\(later.key.value)` is set again later, so that this value is lost",
          help: "Keep one of the two",
          related: [Finding.Related(later.range, "the value that stays")],
          fixes: removal(of: earlier, with: Set(others.map(\.index)), subject.source).map {
            [Fix("Remove the value that is lost", .safe, [$0])]
          } ?? [])
      }
    })

  /// A pair with its place.
  private struct Place {
    let pair: KeyValue
    let index: Int
    let instruction: Instruction
  }

  /// The edit that takes a pair away; `lost` are the indexes of all pairs that go from the instruction.
  private static func removal(of place: Place, with lost: Set<Int>, _ source: SourceText)
    -> TextEdit?
  {
    let pairs = place.instruction.pairs
    guard !place.pair.isLegacy else {
      return place.instruction.innerComments.isEmpty
        ? TextEdit(place.instruction.wholeLines(of: source), "") : nil
    }
    guard let kept = pairs.indices.first(where: { !lost.contains($0) }) else {
      // The first of them takes the whole instruction along.
      guard place.index == lost.min(), place.instruction.innerComments.isEmpty else { return nil }
      return TextEdit(place.instruction.wholeLines(of: source), "")
    }
    let range =
      place.index > kept
      ? SourceRange(pairs[place.index - 1].range.upperBound, place.pair.range.upperBound)
      : SourceRange(place.pair.range.lowerBound, pairs[place.index + 1].range.lowerBound)
    // A comment on the way has to stay.
    guard !place.instruction.innerComments.contains(where: { range.overlaps($0) }) else {
      return nil
    }
    return TextEdit(range, "")
  }
}
