import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let healthcheckTimeoutLong = Rule(
    "healthcheck-timeout-long", .health, .warning,
    requirements: ["S3-HC-04"],
    summary: "The timeout of a health check is not shorter than its interval.",
    why: """
      The next check begins one interval after the last has ended. A check that hangs then takes \
      timeout and interval together, and `--retries` times that until the container counts as \
      unhealthy. A timeout well below the interval finds it in time.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#healthcheck"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        HEALTHCHECK --interval=10s ‹--timeout=30s› CMD check
        """),
      .flags(
        """
        FROM alpine:3.20
        HEALTHCHECK ‹--timeout=1m› \\
          --interval=60s CMD check
        """),
      .accepts(
        """
        FROM alpine:3.20
        HEALTHCHECK --interval=30s --timeout=10s CMD check
        """),
      .accepts(
        """
        FROM alpine:3.20
        HEALTHCHECK --interval=5s CMD check
        """, note: "Only what is written is compared."),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.healthcheck) {
        guard case .healthcheck(let check)? = step.instruction.body, let timeout = check.timeout,
          let interval = check.interval, timeout >= interval, interval > 0, timeout > 0,
          let flag = step.instruction.flag("timeout"), let other = step.instruction.flag("interval")
        else { continue }
        findings.report(
          flag.range,
          "a check may take \(flag.value ?? ""), and its interval is \(other.value ?? "")",
          help: "Write a timeout shorter than the interval",
          related: [Finding.Related(other.range, "the interval")],
          severity: timeout == interval ? .info : nil)
      }
    })
}
