import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let stopsignalSpelling = Rule(
    "stopsignal-spelling", .runtime, .info, isDefault: false, fix: .safe,
    aliases: ["tally/prefer-canonical-stopsignal"],
    summary: "STOPSIGNAL is not written as a name with `SIG`.",
    why: """
      `TERM`, `sigterm` and `15` mean SIGTERM where they are known, and a number means another \
      signal on some processors. The whole name in capitals means the same everywhere.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#stopsignal"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        STOPSIGNAL ‹15›
        """,
        fixed: """
          FROM alpine:3.20
          STOPSIGNAL SIGTERM
          """),
      .flags(
        """
        FROM alpine:3.20
        STOPSIGNAL ‹rtmin+3›
        """,
        fixed: """
          FROM alpine:3.20
          STOPSIGNAL SIGRTMIN+3
          """),
      .accepts(
        """
        FROM alpine:3.20
        STOPSIGNAL SIGQUIT
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.stopsignal) {
        guard case .stopsignal(let argument)? = step.instruction.body,
          !argument.value.contains("$"),
          let signal = StopSignals.canonical(argument.value), signal != argument.value
        else { continue }
        findings.report(
          argument.range, "`\(argument.value)` is the signal `\(signal)`",
          help: "Write `\(signal)`",
          fixes: [
            Fix(
              "Write `\(signal)`", .safe, [TextEdit(argument.range, signal)],
              changes: [.stopSignal])
          ])
      }
    })
}
