import BaseImages
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let devVariantInFinal = Rule(
    "dev-variant-in-final", .baseImage, .warning, isDefault: false,
    requirements: ["S0-2-02"],
    summary: "The last stage stands on a development or debug variant.",
    why: """
      Images without a shell come with a twin that has one, such as Chainguard's `-dev` tags, and \
      the `debug` tags of distroless. The twin brings a shell and mostly a package manager, which \
      is what the plain image leaves out on purpose. It belongs in an early stage.
      """,
    references: [
      "https://edu.chainguard.dev/chainguard/chainguard-images/about/differences-development-production/"
    ],
    examples: [
      .flags(
        """
        FROM ‹cgr.dev/chainguard/python:latest-dev› AS base
        FROM base
        """),
      .flags("FROM ‹gcr.io/distroless/static-debian13:debug-nonroot›\nCOPY a /a\n"),
      .accepts(
        """
        FROM cgr.dev/chainguard/python:latest-dev AS build
        FROM cgr.dev/chainguard/python:latest
        """),
      .accepts("FROM example.com/tool:1.2-dev\nRUN true\n"),
    ],
    check: { subject, findings in
      guard let (image, facts, range) = subject.finalImage, let tag = image.tag else { return }
      let words = tag.split(separator: "-")
      let isDevelopment = image.registry == "cgr.dev" && words.last == "dev"
      let isDebug = facts?.family == .distroless && words.contains("debug")
      guard isDevelopment || isDebug else { return }
      let plain = words.filter { $0 != "dev" && $0 != "debug" }.joined(separator: "-")
      findings.report(
        range,
        "the tag `\(tag)` of `\(image.familiarRepository)` brings \(isDebug ? "a shell" : "a shell and a package manager") into the image",
        help:
          "Build with it in an early stage, and write `\(image.familiarRepository):\(plain.isEmpty ? "latest" : plain)` here"
      )
    })
}
