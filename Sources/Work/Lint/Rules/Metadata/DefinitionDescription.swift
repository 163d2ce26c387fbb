import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let definitionDescription = Rule(
    "definition-description", .metadata, .info, isDefault: false, fix: .safe,
    aliases: ["InvalidDefinitionDescription"],
    summary: "The comment above a stage or an argument does not begin with its name.",
    why: """
      `docker build --call=outline` shows the comment right above ARG or FROM as its description, if \
      the comment begins with the name of the argument or stage. Another comment there is not shown; \
      a blank line tells that it is not meant to be. BuildKit has this check as an experiment.
      """,
    references: [
      "https://docs.docker.com/reference/build-checks/invalid-definition-description/"
    ],
    examples: [
      .flags(
        """
        ‹# a non-descriptive comment›
        FROM scratch AS base

        ‹# another comment›
        ARG VERSION=1
        """,
        fixed: """
          # a non-descriptive comment

          FROM scratch AS base

          # another comment

          ARG VERSION=1
          """),
      .flags(
        """
        ‹# hadolint ignore=DL3006›
        FROM debian AS base
        """, note: "Such a comment means the line below, so that it stays there."),
      .accepts(
        """
        # this comment is not above

        # base is a stage for compiling
        FROM scratch AS base
        # VERSION is the version to build
        ARG VERSION=1
        # the last
        FROM scratch
        """),
    ],
    check: { subject, findings in
      for instruction in subject.facts.syntax.instructions {
        guard let comment = instruction.comments.last, let name = name(instruction),
          subject.source.line(at: comment.lowerBound) + 1
            == subject.source.line(at: instruction.range.lowerBound)
        else { continue }
        let words = subject.text(comment).drop { $0 == "#" || $0 == " " || $0 == "\t" }
        if words.prefix(while: { $0 != " " && $0 != "\t" }) == name { continue }
        findings.report(
          comment, "the comment above `\(name)` does not begin with that name",
          help: "Begin it with `\(name)`, or put a blank line below it",
          fixes: isWaiver(comment, subject)
            ? []
            : [
              Fix(
                "Put a blank line below", .safe,
                [
                  .insert(
                    subject.source.lineEnding,
                    at: subject.source.fullLineRange(
                      subject.source.line(at: instruction.range.lowerBound)
                    ).lowerBound)
                ])
            ])
      }
    })

  /// Whether the comment tells a checker something about what follows it, and so has to stay there.
  private static func isWaiver(_ comment: SourceRange, _ subject: Subject) -> Bool {
    let waivers = Waivers(
      in: subject.source, comments: [comment],
      instructions: subject.facts.syntax.instructions.map(\.range), stages: [])
    return !waivers.waivers.isEmpty || !waivers.shells.isEmpty
  }

  private static func name(_ instruction: Instruction) -> String? {
    switch instruction.body {
    case .arg(let pairs): pairs.count == 1 ? pairs[0].key.value : nil
    case .from(let from): from.name?.value
    default: nil
    }
  }
}
