import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let stopsignalUngraceful = Rule(
    "stopsignal-ungraceful", .runtime, .warning, fix: .unsafe,
    aliases: ["tally/no-ungraceful-stopsignal"],
    requirements: ["S3-CK-O4"],
    summary: "STOPSIGNAL names a signal on which no program can end in order.",
    why: """
      SIGKILL cannot be handled, so that the program ends with its files and connections as they \
      are; the runtime sends it anyway when the time to stop is over. SIGSTOP only halts the process.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#stopsignal"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        STOPSIGNAL ‹SIGKILL›
        CMD ["/app"]
        """,
        fixed: """
          FROM alpine:3.20
          STOPSIGNAL SIGTERM
          CMD ["/app"]
          """),
      .flags(
        """
        FROM postgres:16
        STOPSIGNAL ‹9›
        """),
      .flags(
        """
        FROM alpine:3.20
        STOPSIGNAL ‹stop›
        """),
      .accepts(
        """
        FROM nginx:1.27
        STOPSIGNAL SIGQUIT
        """),
      .accepts(
        """
        FROM alpine:3.20
        ARG SIGNAL
        STOPSIGNAL $SIGNAL
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.stopsignal) {
        guard case .stopsignal(let argument)? = step.instruction.body,
          !argument.value.contains("$"),
          let signal = StopSignals.canonical(argument.value),
          signal == "SIGKILL" || signal == "SIGSTOP"
        else { continue }
        findings.report(
          argument.range,
          signal == "SIGKILL"
            ? "`\(argument.value)` ends the program without a chance to finish"
            : "`\(argument.value)` halts the program and does not end it",
          help: "Write `SIGTERM`, or the signal on which the program ends in order",
          fixes: [
            Fix(
              "Write `SIGTERM`", .unsafe, [TextEdit(argument.range, "SIGTERM")],
              risk:
                "A program that does not act on SIGTERM is killed only after the time to stop is over."
            )
          ])
      }
    })
}
