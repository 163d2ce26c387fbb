import BaseImages
import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let healthcheckMissing = Rule(
    "healthcheck-missing", .health, .info, isDefault: false, fix: .unsafe,
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
      .flags(
        """
        FROM ‹python:3.13-slim›
        COPY . .
        # starts it
        CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8080"]
        """,
        fixed: """
          FROM python:3.13-slim
          COPY . .
          HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \\
              CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 8080), 3).close()"]
          # starts it
          CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8080"]
          """),
      .flags(
        """
        FROM ‹node:22-slim›
        ENV PORT=3000
        COPY . .
        EXPOSE 3000
        CMD ["node", "server.js"]
        """,
        fixed: """
          FROM node:22-slim
          ENV PORT=3000
          COPY . .
          EXPOSE 3000
          HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \\
              CMD ["node", "-e", "require('net').connect(3000, '127.0.0.1').setTimeout(3000, () => process.exit(1))\
          .on('connect', () => process.exit(0)).on('error', () => process.exit(1))"]
          CMD ["node", "server.js"]
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
        help:
          "Add `HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD […]`",
        fixes: [HealthProbe(stage, subject)?.fix(in: subject)].compactMap(\.self))
    })

  private static func runsService(_ stage: StageFacts) -> Bool {
    if !stage.end.exposedPorts.isEmpty || stage.baseFacts?.roles.contains(.service) == true {
      return true
    }
    guard let main = stage.startCommand?.main, let call = ProgramCall(main) else { return false }
    return ServerProgram.of(call) != nil
  }
}
