import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let inlineWaiver = Rule(
    "inline-waiver", .metadata, .info, isDefault: false, aliases: ["DL1001"],
    summary: "A comment switches a rule off.",
    why: """
      Where exceptions are to be decided in one place, comments that switch rules off are not wanted \
      in the files. A configuration file can hold the exceptions, with a reason and an end.
      """,
    references: ["https://github.com/hadolint/hadolint/wiki/DL1001"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ‹# hadolint ignore=DL3018›
        RUN apk add curl
        """),
      .accepts(
        """
        FROM alpine:3.20
        # nothing is switched off here
        RUN apk add curl
        """),
    ],
    check: { subject, findings in
      let syntax = subject.facts.syntax
      var comments: [SourceRange] = []
      for node in syntax.nodes {
        switch node {
        case .comment(let range), .directive(_, let range):
          comments.append(content(of: range, subject.source))
        case .instruction(let index, _):
          if syntax.instructions.indices.contains(index) {
            comments += syntax.instructions[index].innerComments
          }
        case .blank, .unread: break
        }
      }
      let waivers = Waivers(
        in: subject.source, comments: comments, instructions: syntax.instructions.map(\.range),
        stages: subject.stages.map(\.range))
      for waiver in waivers.waivers {
        let names = waiver.names.map { "`\($0.text)`" }.joined(separator: ", ")
        findings.report(
          waiver.range, "a comment switches off \(names.isEmpty ? "rules" : names)",
          help: "Repair what the rule finds, or put the exception into the configuration",
          cause: "\(waiver.range.lowerBound)")
      }
    })

  /// A comment without its indentation and its line ending.
  private static func content(of range: SourceRange, _ source: SourceText) -> SourceRange {
    let line = source.lineRange(source.line(at: range.lowerBound))
    var start = line.lowerBound
    while start < line.upperBound, source.bytes[start] != UInt8(ascii: "#") { start += 1 }
    return SourceRange(start, line.upperBound)
  }
}
