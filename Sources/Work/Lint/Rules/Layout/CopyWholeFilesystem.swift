import Dockerfile
import Evidence
import Facts

extension Rule {
  static let copyWholeFilesystem = Rule(
    "copy-whole-filesystem", .layout, .warning, aliases: ["DL3067"],
    summary: "COPY takes the whole file system of another stage or image.",
    why: """
      Everything that the other stage has comes along: package caches, build tools, and the accounts \
      and libraries of another system, laid over those of this one. A stage that begins from \
      `scratch` is accepted, as there it makes one layer of many; hadolint reports that too.
      """,
    references: ["https://docs.docker.com/build/building/multi-stage/"],
    examples: [
      .flags(
        """
        FROM debian:bookworm AS build
        RUN make install
        FROM debian:bookworm-slim
        COPY --from=build ‹/› /
        """),
      .accepts(
        """
        FROM debian:bookworm AS build
        RUN make install DESTDIR=/out
        FROM debian:bookworm-slim AS slim
        COPY --from=build /out/ /
        FROM scratch
        COPY --from=slim / /
        """),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps(.copy) {
        guard case .copy(let transfer)? = step.instruction.body, let from = transfer.from else {
          continue
        }
        if case .scratch = stage.rootBase { continue }
        if case .known("/")? = target(transfer, step, subject) {
        } else {
          continue
        }
        for source in transfer.paths {
          let path = step.before.scope.expand(source, escape: subject.facts.syntax.escape).value
            .value
          guard path == "/" || path == "/." || path == "/*", transfer.excludes.isEmpty else {
            continue
          }
          findings.report(
            source.range, "This copies the whole file system of `\(from.value)`",
            help: "Copy the folders that are needed, such as `/usr/local`")
        }
      }
    })

  private static func target(
    _ transfer: Transfer, _ step: Step, _ subject: Subject
  ) -> Fact<String>? {
    step.before.scope.expand(transfer.destination, escape: subject.facts.syntax.escape).value
  }
}
