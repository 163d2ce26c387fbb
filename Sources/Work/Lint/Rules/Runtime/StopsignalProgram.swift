import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let stopsignalProgram = Rule(
    "stopsignal-program", .runtime, .info, fix: .unsafe,
    aliases: ["tally/prefer-nginx-sigquit", "tally/prefer-systemd-sigrtmin-plus-3"],
    summary: "nginx or systemd is stopped by a signal on which it does not end in order.",
    why: """
      nginx ends at once on SIGTERM and drops the requests in work; on SIGQUIT it finishes them. The \
      official image sets SIGQUIT, an image built from a distribution does not. systemd as process 1 \
      restarts itself on SIGTERM and shuts down on SIGRTMIN+3.
      """,
    references: ["https://nginx.org/en/docs/control.html"],
    examples: [
      .flags(
        """
        FROM debian:13
        RUN apt-get update && apt-get install -y nginx
        CMD ["‹nginx›", "-g", "daemon off;"]
        """),
      .flags(
        """
        FROM nginx:1.27
        STOPSIGNAL ‹SIGTERM›
        """,
        fixed: """
          FROM nginx:1.27
          STOPSIGNAL SIGQUIT
          """),
      .flags(
        """
        FROM fedora:42
        CMD ["‹/sbin/init›"]
        """),
      .accepts(
        """
        FROM nginx:1.27
        CMD ["nginx", "-g", "daemon off;"]
        """),
      .accepts(
        """
        FROM debian:13
        STOPSIGNAL SIGQUIT
        CMD ["nginx", "-g", "daemon off;"]
        """),
    ],
    check: { subject, findings in
      for stage in subject.facts.startedStages {
        guard let start = stage.startCommand, start.isCertain,
          let program = StopSignals.program(of: start), let wanted = StopSignals.graceful(program)
        else { continue }
        if let set = stage.end.stopSignal {
          guard let signal = set.signal.value, let name = StopSignals.canonical(signal),
            name != wanted.signal, name == "SIGTERM" || name == "SIGINT", let range = set.range
          else { continue }
          findings.report(
            argument(range, subject, stage), wanted.reason,
            help: "Write `STOPSIGNAL \(wanted.signal)`",
            fixes: [
              Fix(
                "Write `\(wanted.signal)`", .unsafe,
                [TextEdit(argument(range, subject, stage), wanted.signal)],
                risk: "A container stops by another signal, and may take longer for it.")
            ])
        } else if stage.baseFacts != nil || stage.index == 0,
          let word = start.words.first(where: {
            FilePaths.name($0.value) == program
              || $0.value == start.words.first?.value && program == "systemd"
          }),
          !word.text.isEmpty, start.script == nil
        {
          findings.report(
            word.text.sourceRange, "\(wanted.reason), which nothing here sets",
            help: "Write `STOPSIGNAL \(wanted.signal)`")
        }
      }
    })

  private static func argument(
    _ range: SourceRange, _ subject: Subject, _ stage: StageFacts
  ) -> SourceRange {
    for step in stage.steps where step.kind == .stopsignal {
      if case .stopsignal(let argument)? = step.instruction.body,
        range.contains(argument.range) || argument.range.contains(range)
      {
        return argument.range
      }
    }
    return range
  }
}
