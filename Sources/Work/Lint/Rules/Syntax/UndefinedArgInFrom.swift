import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let undefinedArgInFrom = Rule(
    "undefined-arg-in-from", .syntax, .warning, aliases: ["UndefinedArgInFrom"],
    requirements: ["S3-EV-03"],
    summary: "FROM uses a variable that no ARG before the first FROM declares.",
    why: """
      FROM knows the arguments before the first FROM and those of the builder, such as \
      `TARGETPLATFORM`; what a stage declares stays in the stage. Any other name is empty, and no \
      `--build-arg` changes that.
      """,
    references: ["https://docs.docker.com/reference/build-checks/undefined-arg-in-from/"],
    examples: [
      .flags(
        """
        FROM node:22‹${VARIANT}› AS builder
        ARG TAG=3.20
        FROM ‹${TAG}›
        """),
      .flags(
        """
        ARG VERSION=3.20
        FROM --platform=‹$BUILDPLATFROM› alpine:‹${VERSIO}›
        """),
      .accepts(
        """
        ARG ALPINE_VERSION=3.20
        FROM --platform=$BUILDPLATFORM alpine:${ALPINE_VERSION} AS builder
        FROM alpine:${OTHER:-3.20}
        """),
    ],
    check: { subject, findings in
      let facts = subject.facts
      let declared = Set(facts.globalScope.arguments.keys)
      let refused = Set(facts.planProblems.map(\.range))
      var places: [String: SourceRange] = [:]
      for stage in subject.stages {
        guard let from = stage.from else { continue }
        for use in UndeclaredArguments.of(from, facts) {
          findings.report(
            use.range, "No ARG before the first FROM declares `\(use.name)`, so that it is empty",
            help: nearest(use.name, declared).map { "Write `\($0)`" }
              ?? "Write `ARG \(use.name)=` with a default before the first FROM",
            related: places[use.name].map {
              [Finding.Related($0, "declared here, for this stage only")]
            } ?? [],
            severity: refused.contains(from.base.range) ? .error : nil)
        }
        for step in stage.steps where step.kind == .arg {
          for pair in step.instruction.pairs { places[pair.key.value] = pair.range }
        }
      }
    })

  /// The declared name that differs by one added, left out, changed or swapped letter.
  static func nearest(_ name: String, _ declared: Set<String>) -> String? {
    declared.sorted().first { candidate in
      let left = Array(name.utf8)
      let right = Array(candidate.utf8)
      guard left != right, abs(left.count - right.count) <= 1, right.count > 2 else { return false }
      let start = zip(left, right).prefix { $0 == $1 }.count
      let end = zip(left.dropFirst(start).reversed(), right.dropFirst(start).reversed())
        .prefix { $0 == $1 }.count
      let rest = (left.count - start - end, right.count - start - end)
      if rest.0 <= 1, rest.1 <= 1 { return true }
      return rest == (2, 2) && left[start] == right[start + 1] && left[start + 1] == right[start]
    }
  }
}
