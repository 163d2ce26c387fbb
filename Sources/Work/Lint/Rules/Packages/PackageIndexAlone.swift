import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let packageIndexAlone = Rule(
    "package-index-alone", .packages, .warning, fix: .safe,
    aliases: ["DS-0017", "CKV_DOCKER_5", "CIS-DI-0007"], requirements: ["S2-PT-02"],
    summary: "The package index is fetched in an instruction of its own.",
    why: """
      The builder keeps the layer of `RUN apt-get update` as long as its text does not change. When an \
      install after it changes, it works with the old index: it gets old versions, or none, since the \
      archive has deleted them. In one RUN with the install the index is fetched anew each time the \
      install changes.
      """,
    references: ["https://docs.docker.com/build/building/best-practices/#apt-get"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹apt-get update›
        RUN apt-get install -y --no-install-recommends curl \\
            && rm -rf /var/lib/apt/lists/*
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get update \\
              && apt-get install -y --no-install-recommends curl \\
              && rm -rf /var/lib/apt/lists/*
          """),
      .flags(
        """
        FROM alpine:3.22
        RUN ‹apk update›
        WORKDIR /app
        RUN apk add curl
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y curl
        RUN apt-get update && ./install-dependencies.sh
        RUN --mount=type=cache,target=/var/lib/apt apt-get update
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.verb == .update && command.manager.isSystem {
        let use = command.use
        let stage = subject.stage(of: use)
        let step = stage.steps[use.step]
        guard step.mounts.isEmpty, isAlone(command, in: step, subject) else { continue }
        let name = use.range(to: command.verbArgument)
        findings.report(
          name,
          "`\(use.words(to: command.verbArgument))` stands in a RUN of its own, so installs after it work with an index from the cache",
          help: "Join it with the install in one RUN",
          fixes: merge(step, stage, command, subject))
      }
    })

  /// Whether nothing in the instruction installs, or may.
  private static func isAlone(_ command: PackageCommand, in step: Step, _ subject: Subject) -> Bool
  {
    for use in step.commands where use.range != command.use.range {
      if let other = PackageCommand(use) {
        if other.manager == command.manager, other.verb == .update || other.verb == .clean {
          continue
        }
        if other.verb == .install || other.verb == .upgrade || other.verb == .remove
          || other.manager == command.manager
        {
          return false
        }
      }
      guard let program = use.program,
        [
          "rm", "echo", "set", "true", "cat", "sed", "test", "[", "printf", "mkdir", "export",
          "dpkg",
        ].contains(program)
      else { return false }
    }
    return true
  }

  private static func merge(
    _ step: Step, _ stage: StageFacts, _ command: PackageCommand, _ subject: Subject
  ) -> [Fix] {
    guard step.commands.count == 1, stage.steps.indices.contains(step.index + 1) else { return [] }
    let next = stage.steps[step.index + 1]
    guard let first = step.scripts.first, let second = next.scripts.first,
      isPlain(step), isPlain(next), isOneList(first), isOneList(second),
      next.instruction.comments.isEmpty,
      next.commands.contains(where: {
        PackageCommand($0).map { $0.manager == command.manager && $0.verb == .install } ?? false
      })
    else { return [] }
    let gap = SourceRange(step.instruction.range.upperBound, next.instruction.rest.source(of: 0))
    let escape = Character(Unicode.Scalar(subject.facts.syntax.escape))
    return [
      Fix(
        "Join the two RUN instructions", .safe,
        [TextEdit(gap, " \(escape)\(subject.source.lineEnding)    && ")], changes: [.joinedRuns])
    ]
  }

  private static func isPlain(_ step: Step) -> Bool {
    step.kind == .run && !step.instruction.isJSON && step.instruction.flags.isEmpty
      && step.instruction.heredocs.isEmpty
  }

  /// Whether a script is one list of commands that all have to succeed.
  private static func isOneList(_ script: ShellScript) -> Bool {
    guard script.statements.count == 1, let statement = script.statements.first else {
      return false
    }
    return !statement.isBackground && statement.list.rest.allSatisfy { $0.operator == .and }
      && script.comments.isEmpty && script.problems.isEmpty
  }
}
