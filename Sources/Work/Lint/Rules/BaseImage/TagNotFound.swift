import BaseImages
import Evidence
import Facts
import Source

extension Rule {
  static let tagNotFound = Rule(
    "tag-not-found", .baseImage, .error, fix: .unsafe,
    requirements: ["S3-PT-04", "S4-MS-02"],
    summary: "No such tag, or no such image, is published.",
    why: """
      The publishers of common images follow fixed patterns for their tags. A tag outside of its \
      pattern, such as `golang:1.23-dev`, or the name of an image that lives on another registry, \
      cannot be pulled, and the build stops at once. What is known comes from data inside of the \
      program; about tags that may exist nothing is said.
      """,
    references: ["https://github.com/docker-library/official-images"],
    examples: [
      .flags(
        """
        FROM ‹golang:1.23-dev› AS build
        FROM ‹wolfi-base:latest›
        COPY --from=‹ghcr.io/astral-sh/uv:python3.12-slim› /uv /uv
        """),
      .flags(
        """
        FROM ‹golang:1.23-dev› AS build
        RUN go version
        """,
        fixed: """
          FROM golang:1.23 AS build
          RUN go version
          """),
      .accepts(
        """
        FROM golang:1.23-bookworm AS build
        FROM cgr.dev/chainguard/wolfi-base:latest
        COPY --from=ghcr.io/astral-sh/uv:0.9.2 /uv /uv
        FROM example.com/golang:1.23-dev
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.imageUses {
        guard
          case .notPublished(let nearest) = BaseImageCatalog.shared.tagVerdict(for: use.reference)
        else { continue }
        let name = use.reference.familiarRepository
        let isImage = nearest?.contains("/") ?? false
        let message =
          isImage || use.reference.tag == nil
          ? "There is no image `\(name)` on `\(use.reference.registry)`"
          : "`\(name)` has no tag `\(use.reference.tag ?? "latest")`"
        var fixes: [Fix] = []
        if let nearest, !isImage, let range = use.tagRange {
          fixes.append(
            Fix(
              "Write the tag `\(nearest)`", .unsafe, [TextEdit(range, nearest)],
              risk: "Another release or variant may have been meant."))
        }
        findings.report(
          use.range, message, help: nearest.map { "Write `\($0)`, which is likely meant" },
          related: use.related, fixes: fixes, cause: use.cause)
      }
    })
}
