import BaseImages
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let baseLatest = Rule(
    "base-latest", .baseImage, .warning,
    aliases: ["DL3007", "DS-0001", "CKV_DOCKER_7", "DKL-DI-0006"],
    requirements: ["S1-I-02", "S3-CK-S1", "S2-CL-02", "S4-MS-02"],
    summary: "An image is named by a tag that moves between releases.",
    why: """
      `latest`, `stable`, `edge`, `lts`, or a tag of a variant alone such as `slim` or `alpine`, \
      mean another release of the product whenever its publisher says so. A build that worked \
      yesterday then runs on another major version today. A digest beside the tag holds the image \
      and makes the tag harmless.
      """,
    references: ["https://docs.docker.com/build/building/best-practices/#pin-base-image-versions"],
    examples: [
      .flags(
        """
        FROM alpine:‹latest›
        RUN true
        """),
      .flags(
        """
        ARG TAG=latest
        FROM ‹node:${TAG}› AS build
        FROM python:‹slim-bookworm›
        COPY --from=ghcr.io/astral-sh/uv:‹latest› /uv /uv
        RUN --mount=from=alpine:‹edge›,target=/b true
        """),
      .accepts(
        """
        FROM debian:bookworm-slim AS a
        FROM gcr.io/distroless/static-debian13:nonroot AS b
        FROM python:3.13-slim AS c
        FROM a AS latest
        FROM latest
        FROM alpine:latest@sha256:e1d7ec6b1ab9ea0f1da9d5c3e8f1e84fe5e6d3ffbd8ef2d8f1fe0ed9f2a7c9d1
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.imageUses where use.reference.digest == nil {
        guard let tag = use.reference.tag, FloatingTag.isFloating(tag, of: use.reference) else {
          continue
        }
        let name = use.reference.familiarRepository
        findings.report(
          use.tagRange ?? use.range,
          "the tag `\(tag)` of `\(name)` moves from one release to the next",
          help: use.reference.registry == "cgr.dev"
            ? "Let `hardstand fix --pin` add the digest; without a subscription there are no tags of versions"
            : "Name a version, as in `\(name):<version>\(variant(of: tag))`, or let `hardstand fix --pin` add the digest",
          related: use.related, cause: use.cause)
      }
    })

  /// What a tag says besides that it moves, such as `-slim`.
  private static func variant(of tag: String) -> String {
    let words = tag.split(separator: "-")
    guard let first = words.first else { return "" }
    let isName = ["latest", "stable", "edge", "lts", "mainline", "current"].contains(first)
    let rest = isName ? words.dropFirst() : words[...]
    return rest.map { "-\($0)" }.joined()
  }
}
