import BaseImages
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let baseUntagged = Rule(
    "base-untagged", .baseImage, .warning,
    aliases: ["DL3006", "DS-0001", "CKV_DOCKER_7"],
    requirements: ["S1-D-01", "S1-I-01", "S3-CK-S1", "S2-CL-02"],
    summary: "An image is named without a tag.",
    why: """
      Without a tag and a digest the builder takes `latest`, which is whatever the publisher pushed \
      last. The same file then builds another image on another day, and a new major version arrives \
      unannounced. This holds for the base of a stage as well as for `COPY --from` and the `from` of \
      a mount.
      """,
    references: ["https://docs.docker.com/build/building/best-practices/#pin-base-image-versions"],
    examples: [
      .flags(
        """
        FROM ‹alpine›
        RUN true
        """),
      .flags(
        """
        ARG BASE=debian
        FROM ‹${BASE}› AS build
        FROM scratch
        COPY --from=‹ghcr.io/astral-sh/uv› /uv /uv
        RUN --mount=type=bind,from=‹busybox›,target=/b ["/b/bin/true"]
        """),
      .accepts(
        """
        ARG BASE
        FROM debian:13 AS build
        FROM build
        FROM ${BASE}
        FROM debian@sha256:e1d7ec6b1ab9ea0f1da9d5c3e8f1e84fe5e6d3ffbd8ef2d8f1fe0ed9f2a7c9d1
        COPY --from=build /a /a
        FROM scratch
        COPY --from=0 /a /a
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.imageUses
      where use.reference.tag == nil && use.reference.digest == nil && isSurely(use, subject) {
        let name = use.reference.familiarRepository
        findings.report(
          use.range,
          "the \(use.role) `\(name)` has no tag, so each build takes what `latest` is that day",
          help: isUnversioned(use.reference)
            ? "Let `hardstand fix --pin` write tag and digest, since no tag of it names a version"
            : "Name a version, as in `\(name):<version>`, or let `hardstand fix --pin` hold what `latest` is today",
          related: use.related,
          cause: use.cause)
      }
    })

  /// Whether a name is that of an image: `COPY --from=builder` may mean a stage that is missing.
  private static func isSurely(_ use: ImageUse, _ subject: Subject) -> Bool {
    use.place == .base || use.text.contains("/")
      || BaseImageCatalog.shared.facts(for: use.reference) != nil
  }

  /// Whether a publisher gives tags for variants only.
  private static func isUnversioned(_ image: ImageReference) -> Bool {
    image.registry == "cgr.dev" || image.registry == "gcr.io" && image.path.hasPrefix("distroless/")
  }
}
