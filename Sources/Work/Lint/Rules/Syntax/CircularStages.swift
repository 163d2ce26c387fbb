import Dockerfile
import Evidence
import Facts

extension Rule {
  static let circularStages = Rule(
    "circular-stages", .syntax, .error,
    aliases: ["tally/circular-stage-deps", "DL3023", "DS-0006"],
    summary: "A stage needs itself, directly or through others.",
    why: """
      COPY and mounts take files from a stage that is built already. A stage that copies from itself, \
      or from one that needs it in turn, can never be built, and BuildKit refuses the file.
      """,
    references: ["https://docs.docker.com/build/building/multi-stage/"],
    examples: [
      .flags(
        """
        FROM debian:bookworm AS build
        COPY --from=‹build› /a /b
        """),
      .flags(
        """
        FROM debian:bookworm AS one
        COPY --from=‹two› /a /b
        FROM debian:bookworm AS two
        COPY --from=one /a /b
        """),
      .accepts(
        """
        FROM debian:bookworm AS build
        FROM debian:bookworm AS run
        COPY --from=build /a /b
        """),
    ],
    check: { subject, findings in
      for problem in subject.facts.planProblems where problem.kind == .circularStage {
        findings.report(problem.range, problem.message, help: problem.help)
      }
    })
}
