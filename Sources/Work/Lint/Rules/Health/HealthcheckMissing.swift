import BaseImages
import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let healthcheckMissing = Rule(
    "healthcheck-missing", .health, .info, isDefault: false,
    aliases: ["DL3057", "DS-0026", "CKV_DOCKER_2", "CIS-DI-0006"],
    requirements: ["S3-HC-01"],
    summary: "The image has no HEALTHCHECK.",
    why: """
      Docker and Compose tell a hanging server from a working one by HEALTHCHECK only. Kubernetes \
      ignores it and has probes of its own. The policy says whether every image needs one, or only \
      those that run a service: that expose a port, or start a known server.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#healthcheck"],
    examples: [
      .flags(
        """
        FROM golang:1.25 AS build
        RUN go build -o /serve
        FROM ‹alpine:3.20›
        COPY --from=build /serve /serve
        EXPOSE 8080
        CMD ["/serve"]
        """),
      .accepts(
        """
        FROM alpine:3.20
        EXPOSE 8080
        HEALTHCHECK CMD ["/serve", "--check"]
        CMD ["/serve"]
        """),
      .accepts(
        """
        FROM alpine:3.20 AS base
        HEALTHCHECK NONE
        FROM base
        EXPOSE 80
        """),
      .accepts(
        """
        FROM alpine:3.20
        ENTRYPOINT ["/usr/bin/jq"]
        """, note: "It runs no service."),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, stage.end.healthcheck == nil else { return }
      if subject.values.health.isRequired == .services, !runsService(stage) { return }
      findings.report(
        stage.markRange, "the image has no HEALTHCHECK",
        help: "Add `HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD […]`"
      )
    })

  private static func runsService(_ stage: StageFacts) -> Bool {
    if !stage.end.exposedPorts.isEmpty || stage.baseFacts?.roles.contains(.service) == true {
      return true
    }
    guard let main = stage.startCommand?.main, let call = ProgramCall(main) else { return false }
    return ServerProgram.of(call) != nil
  }
}
