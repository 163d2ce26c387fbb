import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let railsStateUnwritable = Rule(
    "rails-state-unwritable", .users, .warning,
    aliases: ["tally/ruby/state-paths-not-writable-as-non-root"],
    requirements: ["S3-CK-U5"],
    summary: "A Rails application runs as a user who may not write its `tmp` and `log`.",
    why: """
      Rails writes process numbers, caches and sockets below `tmp` and its log below `log`, and stops at \
      the start where it may not. COPY without `--chown` makes both root's, so the user that the image \
      runs as needs them given to it; the code itself can stay with root.
      """,
    examples: [
      .flags(
        """
        FROM ruby:3.4-slim-trixie
        WORKDIR /rails
        COPY . .
        RUN useradd -u 10001 rails
        USER ‹rails›
        CMD ["./bin/rails", "server"]
        """),
      .accepts(
        """
        FROM ruby:3.4-slim-trixie
        WORKDIR /rails
        COPY . .
        RUN useradd -u 10001 rails && chown -R rails db log storage tmp
        USER rails
        CMD ["./bin/rails", "server"]
        """),
      .accepts(
        """
        FROM ruby:3.4-slim-trixie
        RUN useradd -u 10001 rails
        USER rails
        WORKDIR /rails
        COPY --chown=rails . .
        CMD ["./bin/rails", "server"]
        """),
      .accepts(
        """
        FROM ruby:3.4-slim-trixie
        WORKDIR /srv
        COPY . .
        USER 10001
        CMD ["ruby", "server.rb"]
        """),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, stage.end.user.isRoot == false,
        let range = stage.end.user.range, let user = stage.end.user.text.value,
        let folder = stage.end.workingDirectory.value, startsRails(stage),
        stage.end.mayChange(folder: folder, as: stage.end.user) == false
      else { return }
      let closed = ["tmp", "log"].filter { isClosed(FilePaths.absolute($0, in: folder), stage.end) }
      guard closed.count == 2 else { return }
      findings.report(
        range, "Rails runs as `\(user)`, who may not write to `\(folder)/tmp` and `\(folder)/log`",
        help: "Write `RUN chown -R \(user) db log storage tmp` before USER",
        related: stage.end.files.entry(folder)?.range.map {
          [Finding.Related($0, "`\(folder)` is made here, as root's")]
        } ?? [])
    })

  private static func isClosed(_ path: String, _ state: StageState) -> Bool {
    switch state.files.exists(path) {
    case false?: true
    case true?: state.mayChange(folder: path, as: state.user) == false
    case nil: state.files.owner(path) == .root && !state.files.isTainted
    }
  }

  private static func startsRails(_ stage: StageFacts) -> Bool {
    stage.steps.contains { step in
      (step.kind == .cmd || step.kind == .entrypoint)
        && step.commands.contains { use in
          use.program == "rails" || use.program == "puma"
            || use.arguments.contains {
              let name = FilePaths.name($0.best)
              return name == "rails" || name == "puma"
            }
        }
    }
  }
}
