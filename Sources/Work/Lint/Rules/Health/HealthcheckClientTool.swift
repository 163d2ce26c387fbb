import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let healthcheckClientTool = Rule(
    "healthcheck-client-tool", .health, .info, isDefault: false,
    requirements: ["S3-HC-02", "S3-HC-06"],
    summary: "curl or wget is installed for the health check alone.",
    why: """
      An HTTP client in the image adds megabytes and libraries with weaknesses of their own, and is \
      the first thing that an intruder wants. The interpreter of the application, or the application \
      itself, can ask as well.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#healthcheck"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends ‹curl› libpq5
        HEALTHCHECK CMD curl -f http://127.0.0.1:8000/ || exit 1
        """),
      .accepts(
        """
        FROM python:3.13-slim
        RUN apt-get update && apt-get install -y curl && curl -o /data https://example.com/data
        HEALTHCHECK CMD curl -f http://127.0.0.1:8000/ || exit 1
        """, note: "The build needs it too."),
      .accepts(
        """
        FROM python:3.13-alpine
        HEALTHCHECK CMD wget -q -O /dev/null http://127.0.0.1:8000/
        """, note: "BusyBox has it anyway."),
      .accepts(
        """
        FROM python:3.13-slim
        RUN apt-get update && apt-get install -y curl
        COPY entrypoint.sh /
        ENTRYPOINT ["/entrypoint.sh"]
        HEALTHCHECK CMD curl -f http://127.0.0.1:8000/ || exit 1
        """, note: "The script may need it."),
    ],
    check: { subject, findings in
      let tools = subject.values.health.tools == .noCurl ? ["curl"] : ["curl", "wget"]
      for use in HealthcheckUse.all(subject) {
        for tool in tools {
          guard let call = use.step.commands.first(where: { $0.program == tool }),
            let package = use.stage.end.installations.packages.last(where: {
              $0.name == tool && $0.manager.isSystem
            }),
            use.stage.startCommand?.isOpaque != true, !isUsedElsewhere(tool, use, subject)
          else { continue }
          findings.report(
            package.range, "`\(tool)` is installed for the health check alone",
            help: "Ask by the interpreter of the application, or by the application itself",
            related: [Finding.Related(call.range, "the check")])
        }
      }
    })

  private static func isUsedElsewhere(
    _ tool: String, _ use: HealthcheckUse, _ subject: Subject
  ) -> Bool {
    subject.facts.commands(tool).contains { $0.kind != .healthcheck }
      || use.stage.startCommand?.commands.contains { $0.program == tool } == true
  }
}
