import BaseImages
import Evidence
import Facts
import OCI
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
      .flags(
        """
        ARG PYTHON=3.12
        FROM ‹ghcr.io/astral-sh/uv:python${PYTHON}-slim› AS build
        FROM ‹wolfi-base:latest›
        """,
        fixed: """
          ARG PYTHON=3.12
          FROM ghcr.io/astral-sh/uv:python${PYTHON}-trixie-slim AS build
          FROM cgr.dev/chainguard/wolfi-base:latest
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
        if let nearest, let edit = isImage ? image(nearest, use) : tag(nearest, use, subject) {
          fixes.append(
            Fix(
              isImage ? "Take `\(nearest)`" : "Write the tag `\(nearest)`", .unsafe, [edit],
              risk: isImage
                ? "Another image of that name may have been meant."
                : "Another release or variant may have been meant."))
        }
        findings.report(
          use.range, message, help: nearest.map { "Write `\($0)`, which is likely meant" },
          related: use.related, fixes: fixes, cause: use.cause)
      }
    })

  /// Writes another tag; where variables stand before its last part, another last part.
  private static func tag(_ nearest: String, _ use: ImageUse, _ subject: Subject) -> TextEdit? {
    if let range = use.tagRange { return TextEdit(range, nearest) }
    let written = subject.text(use.range)
    guard use.place == .base, use.reference.digest == nil, let tag = use.reference.tag,
      let brace = written.lastIndex(of: "}"), !written.contains("\"")
    else { return nil }
    let last = String(written[written.index(after: brace)...])
    guard !last.isEmpty, !last.contains(where: { "$:/@\\".contains($0) }), tag.hasSuffix(last),
      nearest.hasPrefix(tag.dropLast(last.utf8.count))
    else { return nil }
    let end = use.range.upperBound
    return TextEdit(
      SourceRange(end - last.utf8.count, end),
      String(nearest.dropFirst(tag.utf8.count - last.utf8.count)))
  }

  /// Writes the image under the name under which it is published, with the tag as it stands.
  private static func image(_ nearest: String, _ use: ImageUse) -> TextEdit? {
    guard let written = use.written, !nearest.contains("@"),
      let name = use.reference.familiarRepository.split(separator: "/").last,
      use.reference.digest == nil, written.text.hasPrefix(name + ":") || written.text == name
    else { return nil }
    let hasTag = FilePaths.name(nearest).contains(":")
    return TextEdit(
      written.source(of: 0..<(hasTag ? written.count : name.utf8.count)), nearest)
  }
}
