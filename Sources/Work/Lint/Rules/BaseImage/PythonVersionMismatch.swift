import BaseImages
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let pythonVersionMismatch = Rule(
    "python-version-mismatch", .baseImage, .error,
    requirements: ["S3-PT-07"],
    summary: "Packages of one Python version are copied to another.",
    why: """
      Packages lie in a folder that has the version in its name, such as \
      `/usr/local/lib/python3.12/site-packages`, and their compiled parts are made for that version \
      only. Another Python does not look there, and a virtual environment points to an \
      interpreter that is missing. Both stages need the same minor version.
      """,
    references: ["https://docs.python.org/3/library/site.html"],
    examples: [
      .flags(
        """
        FROM python:3.12-slim AS build
        RUN pip install flask
        FROM python:3.13-slim
        COPY --from=build ‹/usr/local/lib/python3.12/site-packages› /usr/local/lib/python3.12/site-packages
        """),
      .flags(
        """
        FROM python:3.12-slim-bookworm AS build
        RUN python -m venv /opt/venv
        FROM gcr.io/distroless/python3-debian13
        COPY --from=build ‹/opt/venv› /opt/venv
        """),
      .accepts(
        """
        FROM python:3.12-slim AS build
        FROM ghcr.io/astral-sh/uv:python3.12-bookworm-slim AS uv
        FROM python:3.12.7-slim
        COPY --from=build /usr/local/lib/python3.12/site-packages /usr/local/lib/python3.12/site-packages
        COPY --from=uv /app/.venv /app/.venv
        """),
    ],
    check: { subject, findings in
      for copy in StageCopy.all(in: subject) where copy.content == .python {
        guard let to = version(of: copy.target.reference),
          let from = version(in: copy.path) ?? version(of: copy.origin.reference), from != to
        else { continue }
        findings.report(
          copy.range, "`\(copy.path)` is for Python \(from), but this stage has Python \(to)",
          help: "Give both stages the same version of Python",
          related: copy.source.map { [.init($0.markRange, "it is made here")] } ?? [])
      }
    })

  /// The minor version of Python in an image, such as `3.12`, where its name tells.
  private static func version(of image: ImageReference) -> String? {
    switch (image.registry, image.path) {
    case ("docker.io", "library/python"):
      return image.tag.flatMap { TagShape($0).cycle(2) }
    case ("ghcr.io", "astral-sh/uv"): return image.tag.flatMap { version(in: $0) }
    case ("gcr.io", "distroless/python3-debian12"): return "3.11"
    case ("gcr.io", "distroless/python3-debian13"): return "3.13"
    default: return nil
    }
  }

  /// The version behind `python` in a text, such as `3.12` of `/usr/lib/python3.12/`.
  private static func version(in text: String) -> String? {
    guard text.contains("python3."), let name = text.firstRange(of: "python3.") else { return nil }
    let minor = text[name.upperBound...].prefix { $0.isNumber }
    return minor.isEmpty ? nil : "3.\(minor)"
  }
}
