import Dockerfile
import Evidence
import Facts
import Policy

extension Rule {
  static let labelMissing = Rule(
    "label-missing", .metadata, .warning, isDefault: false, aliases: ["DL3049"],
    requirements: ["S2-CL-10", "S3-EV-13", "S3-PT-08"],
    summary: "The image lacks labels that the policy asks for.",
    why: """
      Labels tell where an image comes from, long after it was built: who finds it running looks for \
      the source, the revision and the time. Which labels an image must bear is for the policy to say \
      (`labels.required`); a pipeline may add them as well, and then the rule is better off.
      """,
    references: ["https://github.com/opencontainers/image-spec/blob/main/annotations.md"],
    examples: [
      .flags(
        """
        FROM alpine:3.20 AS build
        LABEL org.opencontainers.image.version=1
        FROM ‹alpine:3.20›
        LABEL org.opencontainers.image.created=2026-11-21T00:00:00Z
        """),
      .accepts(
        """
        FROM alpine:3.20 AS base
        LABEL org.opencontainers.image.created=2026-11-21T00:00:00Z
        FROM base
        ARG VERSION
        LABEL org.opencontainers.image.version=$VERSION org.opencontainers.image.revision=0123abc
        """),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, stage.from != nil else { return }
      let missing = subject.values.labels.required.filter { stage.end.labels[$0] == nil }
      guard !missing.isEmpty else { return }
      let names = missing.map { "`\($0)`" }.joined(separator: ", ")
      findings.report(
        stage.markRange, "the image lacks the \(missing.count == 1 ? "label" : "labels") \(names)",
        help: "Add `LABEL \(missing[0])=…` to the last stage")
    })
}
