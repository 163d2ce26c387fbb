import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let stopsignalMissing = Rule(
    "stopsignal-missing", .runtime, .info, isDefault: false,
    requirements: ["S3-CK-O4"],
    summary: "The image says what it runs, and not by which signal it stops.",
    why: """
      Without STOPSIGNAL the runtime sends SIGTERM, which is right for most programs. Saying so, or \
      naming another signal, shows that somebody looked at how the program ends.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#stopsignal"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        CMD ‹["/app"]›
        """),
      .accepts(
        """
        FROM alpine:3.20
        STOPSIGNAL SIGTERM
        CMD ["/app"]
        """),
      .accepts(
        """
        FROM nginx:1.27
        COPY site /usr/share/nginx/html
        """),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, stage.end.stopSignal == nil,
        let start = stage.startCommand
      else { return }
      let form = start.command?.range == nil ? start.entrypoint : start.command
      guard let range = form?.form.range, form?.range != nil else { return }
      findings.report(
        bracketed(range, form, subject), "nothing says by which signal the program stops",
        help: "Write `STOPSIGNAL SIGTERM`, or the signal on which the program ends in order")
    })

  /// The range of an exec form with its brackets.
  private static func bracketed(
    _ range: SourceRange, _ command: EffectiveCommand?, _ subject: Subject
  ) -> SourceRange {
    guard command?.words != nil, let whole = command?.range else { return range }
    let bytes = subject.source.bytes
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower > whole.lowerBound, bytes[lower] != UInt8(ascii: "[") { lower -= 1 }
    while upper < whole.upperBound, bytes[upper - 1] != UInt8(ascii: "]") { upper += 1 }
    return SourceRange(lower, upper)
  }
}
