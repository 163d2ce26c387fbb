import Dockerfile
import Evidence
import Facts

extension Rule {
  static let unreachableStage = Rule(
    "unreachable-stage", .syntax, .info, isDefault: false,
    aliases: ["tally/no-unreachable-stages"],
    summary: "A stage is not needed for the last one.",
    why: """
      BuildKit builds only the stages that the target needs: its base and the sources of its COPY and \
      its mounts, and theirs. A stage outside of that is left over, unless a build names it with \
      `--target`, as for tests or development.
      """,
    references: ["https://docs.docker.com/build/building/multi-stage/"],
    examples: [
      .flags(
        """
        FROM alpine:3.20 AS ‹lint›
        RUN true
        FROM alpine:3.20 AS build
        RUN true
        FROM scratch
        COPY --from=build /a /a
        """),
      .accepts(
        """
        ARG VARIANT=slim
        FROM alpine:3.20 AS base-amd64
        FROM alpine:3.20 AS base-arm64
        FROM base-$TARGETARCH AS slim
        FROM slim AS full
        FROM ${VARIANT}
        """, note: "What an argument of the build decides may be any of these stages."),
      .accepts(
        """
        FROM alpine:3.20 AS base
        FROM base AS build
        FROM scratch
        RUN --mount=from=build,target=/x true
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages where !stage.isReachable && stage.from != nil {
        let range = stage.from?.name?.range ?? stage.markRange
        findings.report(
          range,
          "the last stage does not need \(stage.name.map { "the stage `\($0)`" } ?? "this stage")",
          help: "Remove the stage, unless a build names it with `--target`")
      }
    })
}
