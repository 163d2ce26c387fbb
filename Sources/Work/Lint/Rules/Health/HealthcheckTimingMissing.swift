import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let healthcheckTimingMissing = Rule(
    "healthcheck-timing-missing", .health, .info, isDefault: false,
    requirements: ["S3-HC-04"],
    summary: "A health check leaves its times to the defaults.",
    why: """
      Without flags Docker checks every 30 seconds, waits 30 seconds for an answer, and counts \
      failures from the first second on. Few services fit that: one that is slow to start counts as \
      unhealthy, and one that hangs is found after minutes.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#healthcheck"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ‹HEALTHCHECK› --interval=30s CMD check
        """),
      .accepts(
        """
        FROM alpine:3.20
        HEALTHCHECK --interval=30s --timeout=10s --start-period=5s --retries=3 CMD check
        """),
      .accepts(
        """
        FROM alpine:3.20
        HEALTHCHECK NONE
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.healthcheck) {
        guard case .healthcheck(let check)? = step.instruction.body, check.command != nil else {
          continue
        }
        let missing = ["interval", "timeout", "start-period", "retries"].filter {
          step.instruction.flag($0) == nil
        }
        guard !missing.isEmpty else { continue }
        let names = missing.map { "`--\($0)`" }.joined(separator: ", ")
        findings.report(
          step.instruction.keywordRange, "the check leaves \(names) to the defaults",
          help: "Write each, as in `--interval=30s --timeout=10s --start-period=5s --retries=3`")
      }
    })
}
