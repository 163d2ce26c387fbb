import BaseImages
import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let platformConstant = Rule(
    "platform-constant", .baseImage, .warning, isDefault: false,
    aliases: ["FromPlatformFlagConstDisallowed", "DL3029"], requirements: ["S0-1-03", "S2-CL-13"],
    summary: "FROM fixes the platform of its base.",
    why: """
      With a constant `--platform` the stage is of that platform whatever `docker build \
      --platform` asks for, so the file cannot make an image for another one, and on such a \
      machine the stage runs under emulation. Where the name of the stage holds the platform, as \
      in `build_amd64`, that is meant. DL3029 also refuses variables other than those of the \
      builder, which may well be right.
      """,
    references: [
      "https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/"
    ],
    examples: [
      .flags(
        """
        FROM --platform=‹linux/amd64› alpine:3.24 AS base
        RUN apk add --no-cache git
        """),
      .accepts(
        """
        FROM --platform=$BUILDPLATFORM alpine:3.24 AS base
        FROM alpine:3.24 AS other
        FROM --platform=linux/amd64 alpine:3.24 AS build_amd64
        FROM --platform=linux/arm64 alpine:3.24 AS build_arm64
        FROM build_${TARGETARCH} AS build
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        guard let platform = stage.from?.platform, let text = stage.platform?.value.value,
          stage.platform?.references.isEmpty ?? false
        else { continue }
        let parts = text.lowercased().split(separator: "/")
        if let name = stage.name, parts.prefix(2).contains(where: { name.contains($0) }) {
          continue
        }
        findings.report(
          platform.range, "the stage is always for `\(text)`, whatever platform is built",
          help:
            "Leave the flag out, or write `--platform=$BUILDPLATFORM` for a stage that cross-compiles"
        )
      }
    })
}
