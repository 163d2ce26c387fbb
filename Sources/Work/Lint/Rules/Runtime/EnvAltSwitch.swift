import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let envAltSwitch = Rule(
    "env-alt-switch", .runtime, .warning,
    requirements: ["S3-EV-05"],
    summary: "A `${NAME:+text}` is meant as a switch, and always gives the same text.",
    why: """
      `${APP_ENV:+info}` gives `info` whenever APP_ENV is not empty, whatever it says. Where \
      APP_ENV has a default, that is always: the value does not depend on it at all, so that \
      development and production get the same. Besides, `DEBUG=false` is true for the many \
      programs that only ask whether the variable is set.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#environment-replacement"],
    examples: [
      .flags(
        """
        ARG APP_ENV=production
        ENV APP_ENV=${APP_ENV}
        ENV LOG_LEVEL=‹${APP_ENV:+info}›
        ENV DEBUG=‹${APP_ENV:+false}›
        """),
      .flags(
        """
        FROM alpine:3.20
        ENV MODE=debug
        ENV FLAGS="-v \\
          ‹${MODE+--debug}›"
        """),
      .accepts(
        """
        FROM alpine:3.20
        ARG EXTRA
        ARG NONE=
        ENV FLAGS=${EXTRA:+--extra} OTHER=${NONE:+--none}
        """, note: "It is empty unless the build says otherwise."),
      .accepts(
        """
        FROM alpine:3.20
        ENV LD_LIBRARY_PATH=/opt/lib
        ENV LD_LIBRARY_PATH=/usr/local/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
        """, note: "The text depends on the value."),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.env) + subject.steps(.arg) {
        let scope = step.before.scope
        for pair in step.instruction.pairs {
          guard let value = pair.value, value.value.utf8.contains(UInt8(ascii: "+")) else {
            continue
          }
          let escape = subject.facts.syntax.escape
          for reference in scope.expand(value, escape: escape).references {
            guard
              reference.operation == .alternateIfSet || reference.operation == .alternateIfFilled,
              let text = reference.argument, isWord(text),
              let binding = scope.binding(reference.name),
              let known = binding.value.value, !known.isEmpty, let range = binding.range
            else { continue }
            let place = value.text.source(of: reference.range)
            findings.report(
              place,
              "`\(subject.text(place))` is always `\(text)`: `\(reference.name)` is set, and its value does not matter here",
              help: "Write `\(text)`, or give `\(pair.key.value)` an ARG of its own",
              related: [Finding.Related(range, "set here")],
              cause: "\(reference.name) \(range.lowerBound)")
          }
        }
      }
    })

  /// Whether a text is a fixed value, and no separator.
  private static func isWord(_ text: String) -> Bool {
    !text.utf8.contains(UInt8(ascii: "$")) && text.contains { $0.isLetter || $0.isNumber }
  }
}
