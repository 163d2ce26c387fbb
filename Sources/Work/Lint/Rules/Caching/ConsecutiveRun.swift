import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let consecutiveRun = Rule(
    "consecutive-run", .caching, .info, isDefault: false, fix: .unsafe, aliases: ["DL3059"],
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
        """,
        note:
          "A comment between the two says that they are apart for a reason, so they are not joined."
      ),
      .flags(
        """
        FROM debian:trixie-slim
        RUN mkdir /app

        ‹RUN› touch /app/a
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN mkdir /app \\
              && touch /app/a
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN A=1; echo $A > /a
        ‹RUN› echo "a=$A" > /b
        ‹RUN› cd /tmp
        ‹RUN› touch here;
        """,
        note:
          "Joined, the second would see what the first leaves in its shell, or could not be read."
      ),
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
            related: [Finding.Related(first.instruction.keywordRange, "the RUN before")],
            fixes: join(first, second, subject))
        }
      }
    })

  /// The second script behind the first one.
  private static func join(
    _ firstStep: Step, _ secondStep: Step, _ subject: Subject
  ) -> [Fix] {
    let first = firstStep.instruction
    let second = secondStep.instruction
    guard isPlain(firstStep), isPlain(secondStep), second.comments.isEmpty,
      second.innerComments.isEmpty, first.innerComments.isEmpty,
      !first.isJSON, !second.isJSON, !second.rest.isEmpty
    else { return [] }
    let gap = SourceRange(first.range.upperBound, second.rest.sourceRange.lowerBound)
    let escape = Character(Unicode.Scalar(subject.facts.syntax.escape))
    return [
      Fix(
        "Join it with the RUN before", .unsafe,
        [TextEdit(gap, " \(escape)\(subject.source.lineEnding)    && ")],
        risk: "A change of the second command runs the first again.")
    ]
  }

  /// Whether the script of a RUN is one command that leaves nothing behind in its shell: what is set,
  /// changed or ended there would be so for the script that is joined to it.
  private static func isPlain(_ step: Step) -> Bool {
    guard let use = step.commands.first, let script = step.scripts.first,
      script.statements.count == 1, let statement = script.statements.first,
      !statement.isBackground, use.command?.range == statement.range,
      statement.range.upperBound == step.instruction.rest.sourceRange.upperBound
    else { return false }
    return !shellsOwn.contains(use.program ?? "")
  }

  private static let shellsOwn: Set<String> = [
    "", ".", "alias", "cd", "eval", "exec", "exit", "export", "hash", "popd", "pushd", "readonly",
    "return", "set", "shopt", "source", "trap", "ulimit", "umask", "unalias", "unset", "wait",
  ]
}
