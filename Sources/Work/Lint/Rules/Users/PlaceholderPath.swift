import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let placeholderPath = Rule(
    "placeholder-path", .users, .error,
    requirements: ["S2-B-07"],
    summary: "COPY takes a path from a stage in which nothing makes it.",
    why: """
      COPY --from reads the files of another stage as they are at its end. Where nothing there makes the \
      path, the build stops with “not found”. Paths that a script, a build tool or an unknown base may \
      have made are let pass.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim AS build
        WORKDIR /build
        FROM debian:trixie-slim
        COPY --from=build ‹/build/install› /usr/local
        """),
      .flags(
        """
        FROM scratch AS files
        COPY a.txt /a.txt
        FROM debian:trixie-slim
        COPY --from=files /a.txt ‹/data› ‹/more› /srv/
        """),
      .accepts(
        """
        FROM debian:trixie-slim AS build
        WORKDIR /build
        COPY . .
        RUN make install && mkdir /out && cp x /out
        FROM debian:trixie-slim
        COPY --from=build /build/install /usr/local
        COPY --from=build /out /opt/maybe /etc/ssl/certs /
        COPY --from=build /lib/*-linux-gnu /lib/
        """),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps(.copy) {
        guard case .copy(let transfer)? = step.instruction.body, let from = transfer.from else {
          continue
        }
        let name = from.value.lowercased()
        guard
          let source = subject.stages.last(where: { $0.name == name && $0.index < stage.index })
            ?? Int(from.value).flatMap({ number in
              subject.stages.indices.contains(number) && number < stage.index
                ? subject.stages[number] : nil
            }), source.fromInstruction != nil, !isEmpty(source)
        else { continue }
        for path in transfer.paths {
          let text = step.before.scope.expand(path, escape: subject.facts.syntax.escape)
          guard let value = text.value.value, !value.contains(where: { "*?[".contains($0) }) else {
            continue
          }
          let place = FilePaths.clean("/" + value)
          guard source.end.files.exists(place) == false else { continue }
          findings.report(
            path.range, "nothing in stage `\(source.name ?? from.value)` makes `\(place)`",
            help: "Name a path that the stage makes, or make it there",
            related: [Finding.Related(source.markRange, "the stage begins here")])
        }
      }
    })

  /// Whether a stage holds no file at all, which another rule tells.
  private static func isEmpty(_ stage: StageFacts) -> Bool {
    guard case .scratch = stage.rootBase else { return false }
    return stage.end.files.entries.isEmpty
  }
}
