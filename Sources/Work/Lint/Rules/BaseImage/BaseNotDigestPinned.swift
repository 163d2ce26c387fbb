import BaseImages
import Evidence
import Facts
import OCI
import Policy
import Source

extension Rule {
  static let baseNotDigestPinned = Rule(
    "base-not-digest-pinned", .baseImage, .info, isDefault: false,
    requirements: ["S0-1-04", "S0-2-03", "S1-I-02", "S4-CG-05"],
    summary: "An image is not held by its digest.",
    why: """
      A tag is a name that its publisher moves: `3.12-slim` is rebuilt with every fix of the \
      distribution. Only a digest names one content, so that two builds of the same file begin \
      from the same bytes. The tag stays in front of it for people and for tools that bring the \
      digest up to date. Every image counts: the base of each stage, `COPY --from` and the `from` \
      of a mount.
      """,
    references: ["https://docs.docker.com/build/building/best-practices/#pin-base-image-versions"],
    examples: [
      .flags(
        """
        FROM ‹python:3.12-slim› AS build
        FROM build
        COPY --from=‹ghcr.io/astral-sh/uv:0.9.2› /uv /uv
        RUN --mount=from=‹busybox:1.37›,target=/b true
        """),
      .flags(
        """
        FROM ‹debian@sha256:e1d7ec6b1ab9ea0f1da9d5c3e8f1e84fe5e6d3ffbd8ef2d8f1fe0ed9f2a7c9d1›
        RUN true
        """, note: "Where a policy asks for tag and digest, the tag must be there too"),
      .accepts(
        """
        FROM debian:13@sha256:e1d7ec6b1ab9ea0f1da9d5c3e8f1e84fe5e6d3ffbd8ef2d8f1fe0ed9f2a7c9d1 AS a
        FROM scratch
        COPY --from=a /a /a
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.imageUses {
        let name = use.text
        if use.reference.digest == nil {
          findings.report(
            use.range, "the \(use.role) `\(name)` is not held by a digest",
            help: "Let `hardstand fix --pin` ask the registry for the digest: `\(name)@sha256:…`",
            related: use.related, cause: use.cause)
        } else if use.reference.tag == nil, subject.values.base.pin == .tagAndDigest {
          findings.report(
            use.range,
            "the \(use.role) `\(use.reference.familiarRepository)` has a digest, but no tag that says which version it is",
            help: "Write the tag in front of the digest", related: use.related, cause: use.cause)
        }
      }
    })
}
