import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let refPlaceholder = Rule(
    "ref-placeholder", .syntax, .error, requirements: ["S0-1-04", "S0-2-03"],
    summary: "The name of an image holds a placeholder that was never filled in.",
    why: """
      Examples write `@sha256:<digest>`, `sha256:abc123...` or 64 zeros where a real value \
      belongs. Such a name is either refused before the build begins, or no registry has an image \
      for it.
      """,
    references: ["https://github.com/distribution/reference"],
    examples: [
      .flags(
        """
        FROM cgr.dev/chainguard/python:3.12-dev@‹sha256:<digest>› AS builder
        RUN true
        FROM alpine:3.20@‹sha256:0000000000000000000000000000000000000000000000000000000000000000›
        COPY --from=builder /a /a
        COPY --from=golang:1.23@‹sha256:abc123...› /go /go
        """),
      .flags(
        """
        ARG DIGEST=<digest>
        FROM ‹alpine@sha256:${DIGEST}›
        """),
      .accepts(
        """
        ARG DIGEST
        FROM alpine@${DIGEST}
        RUN true
        FROM alpine@sha256:e1d7ec6b1ab9ea0f1da9d5c3e8f1e84fe5e6d3ffbd8ef2d8f1fe0ed9f2a7c9d1
        """),
    ],
    check: { subject, findings in
      for place in ReferencePlaceholder.all(in: subject.facts) {
        let help =
          place.part == "digest"
          ? "Write the digest that the registry gives for the tag, or leave it out"
          : "Write the \(place.part) of the image that is meant"
        findings.report(
          place.range,
          "the \(place.part) `\(place.text)` is a placeholder, so that the image cannot be pulled",
          help: help, severity: place.dependsOnArguments ? .warning : nil)
      }
    })
}
