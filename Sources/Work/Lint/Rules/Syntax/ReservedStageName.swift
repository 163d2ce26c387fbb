import Dockerfile
import Evidence
import Facts

extension Rule {
  static let reservedStageName = Rule(
    "reserved-stage-name", .syntax, .error, aliases: ["ReservedStageName", "DL3063"],
    summary: "A stage bears a name that the builder keeps for itself.",
    why: """
      `scratch` names the empty base and `context` the files that are sent with the build. A stage of \
      that name cannot be reached: FROM and COPY mean the builder's own.
      """,
    references: ["https://docs.docker.com/reference/build-checks/reserved-stage-name/"],
    examples: [
      .flags(
        """
        FROM alpine:3.20 AS ‹scratch›
        FROM alpine:3.20 AS ‹Context›
        """),
      .accepts(
        """
        FROM scratch AS empty
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        guard let argument = stage.from?.name, let name = stage.name,
          StageName.reserved.contains(name)
        else { continue }
        findings.report(
          argument.range, "`\(argument.value)` is a name that the builder keeps for itself",
          help: "Give the stage another name, such as `base` or `builder`")
      }
    })
}
