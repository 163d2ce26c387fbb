import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let multipleInstructions = Rule(
    "multiple-instructions", .runtime, .warning, fix: .safe,
    aliases: [
      "MultipleInstructionsDisallowed", "DL4003", "DL4004", "DL3012", "DS-0016", "DS-0007",
      "DS-0023",
    ],
    summary:
      "A stage has more than one CMD, ENTRYPOINT or HEALTHCHECK, of which only the last counts.",
    why: """
      CMD, ENTRYPOINT and HEALTHCHECK each set one value of the image. A second one in the same stage \
      replaces the first, which then never runs, although a reader takes it for what happens.
      """,
    references: [
      "https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/"
    ],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ‹ENTRYPOINT› ["echo", "Hello, Norway!"]
        # the second
        ENTRYPOINT ["echo", "Hello, Sweden!"]
        """,
        fixed: """
          FROM alpine:3.20
          # the second
          ENTRYPOINT ["echo", "Hello, Sweden!"]
          """),
      .flags(
        """
        FROM alpine:3.20
        ‹CMD› ["serve", \\
          "--quiet"]
        EXPOSE 80
        ‹cmd› ["serve"]
        CMD ["serve", "--loud"]
        ‹HEALTHCHECK› NONE
        HEALTHCHECK CMD check
        """,
        fixed: """
          FROM alpine:3.20
          EXPOSE 80
          CMD ["serve", "--loud"]
          HEALTHCHECK CMD check
          """),
      .accepts(
        """
        FROM alpine:3.20 AS dev
        CMD ["serve", "--reload"]
        FROM alpine:3.20
        ENTRYPOINT ["serve"]
        CMD ["--quiet"]
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        for kind in [InstructionKind.cmd, .entrypoint, .healthcheck] {
          let steps = stage.steps.filter { $0.kind == kind && $0.instruction.body != nil }
          guard steps.count > 1, let last = steps.last else { continue }
          for step in steps.dropLast() {
            findings.report(
              step.instruction.keywordRange,
              "this \(kind.rawValue) never counts: a later one of the stage replaces it",
              help: "Remove it, or put both into one",
              related: [Finding.Related(last.instruction.keywordRange, "the one that counts")],
              fixes: step.instruction.innerComments.isEmpty
                ? [
                  Fix(
                    "Remove it", .safe,
                    [TextEdit(step.instruction.wholeLines(of: subject.source), "")])
                ] : [])
          }
        }
      }
    })
}
