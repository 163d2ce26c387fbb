import Dockerfile
import Evidence
import Facts

extension Rule {
  static let labelRepeated = Rule(
    "label-repeated", .metadata, .info, aliases: ["tally/labels/no-duplicate-keys"],
    summary: "A stage sets the same label twice.",
    why: "An image has one value for each label. The last one stays, and those before do nothing.",
    references: ["https://docs.docker.com/reference/dockerfile/#label"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        LABEL ‹title=one› version=1
        LABEL title=two
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
      var last: [String: KeyValue] = [:]
      for (stage, step) in subject.steps(.label) {
        for pair in step.instruction.pairs where !pair.key.value.contains("$") {
          if let earlier = last.updateValue(pair, forKey: "\(stage.index) \(pair.key.value)") {
            findings.report(
              earlier.range,
              "the label `\(pair.key.value)` is set again later, so that this value is lost",
              help: "Keep one of the two",
              related: [Finding.Related(pair.range, "the value that stays")])
          }
        }
      }
    })
}
