import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let undefinedArgInFrom = Rule(
    "undefined-arg-in-from", .syntax, .warning, fix: .unsafe, aliases: ["UndefinedArgInFrom"],
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
        """,
        fixed: """
          ARG VARIANT
          ARG TAG=3.20
          FROM node:22${VARIANT} AS builder
          ARG TAG=3.20
          FROM ${TAG}
          """),
      .flags(
        """
        ARG VERSION=3.20
        FROM --platform=‹$BUILDPLATFROM› alpine:‹${VERSIO}›
        """, note: "The repair writes the name that is declared."),
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
            use.range, "no ARG before the first FROM declares `\(use.name)`, so that it is empty",
            help: NearWord.find(use.name, in: declared).map { "Write `\($0)`" }
              ?? "Write `ARG \(use.name)=` with a default before the first FROM",
            related: places[use.name].map {
              [Finding.Related($0, "declared here, for this stage only")]
            } ?? [],
            fixes: repair(use, NearWord.find(use.name, in: declared), places[use.name], subject),
            severity: refused.contains(from.base.range) ? .error : nil)
        }
        for step in stage.steps where step.kind == .arg {
          for pair in step.instruction.pairs { places[pair.key.value] = pair.range }
        }
      }
    })

  /// Writes the name that is declared, or declares the one that is written, with the default that an
  /// earlier stage gives it.
  private static func repair(
    _ use: (name: String, range: SourceRange), _ near: String?, _ declared: SourceRange?,
    _ subject: Subject
  ) -> [Fix] {
    if let near {
      let text = subject.text(use.range)
      guard let name = text.firstRange(of: use.name) else { return [] }
      return [
        Fix(
          "Write `\(near)`", .unsafe,
          [TextEdit(use.range, text.replacingCharacters(name, with: near))],
          changes: [.refusal], risk: "Another argument may have been meant.")
      ]
    }
    guard !PredefinedArguments.platforms.contains(use.name),
      let first = subject.stages.first(where: { $0.from != nil })?.fromInstruction
    else { return [] }
    let line = "ARG " + (declared.map(subject.text) ?? use.name)
    return [
      Fix(
        "Declare `\(use.name)` before the first FROM", .unsafe,
        [subject.inserting(lines: [line], above: first)], changes: [.refusal],
        risk: declared == nil
          ? "A build that is not given the argument still gets nothing for it."
          : "The base becomes another one.")
    ]
  }
}
