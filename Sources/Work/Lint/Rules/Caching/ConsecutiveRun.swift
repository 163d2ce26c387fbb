import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let consecutiveRun = Rule(
    "consecutive-run", .caching, .info, isDefault: false, aliases: ["DL3059"],
    summary: "One RUN follows another with the same flags.",
    why: """
      Each RUN is a layer. Joined, they are one, and files that the second deletes never reach the \
      image; apart, a change of the second leaves the first in the cache. Both have their place, so the \
      rule is off unless asked for. Instructions with more than one command are let through, as their \
      authors have joined what belongs together. \
      The text of a Windows shell is not judged, though hadolint reads it as that of a POSIX \
      shell.
      """,
    references: ["https://docs.docker.com/build/building/best-practices/#run"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN mkdir /app
        ‹RUN› touch /app/a
        # and another
        ‹RUN› touch /app/b
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN mkdir /app
        COPY a /app/
        RUN touch /app/a
        RUN --mount=type=cache,target=/c touch /c/a
        RUN mkdir /b && touch /b/c
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        for (first, second) in zip(stage.steps, stage.steps.dropFirst())
        where first.kind == .run && second.kind == .run {
          guard first.instruction.flags.map(\.text) == second.instruction.flags.map(\.text),
            first.commands.count == 1, second.commands.count == 1,
            first.instruction.heredocs.isEmpty, second.instruction.heredocs.isEmpty
          else { continue }
          findings.report(
            second.instruction.keywordRange, "this RUN follows another one directly",
            help: "Join them with `&&` where they belong together",
            related: [Finding.Related(first.instruction.keywordRange, "the RUN before")])
        }
      }
    })
}
