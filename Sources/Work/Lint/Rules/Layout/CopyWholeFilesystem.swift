import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI

extension Rule {
  static let copyWholeFilesystem = Rule(
    "copy-whole-filesystem", .layout, .warning, aliases: ["DL3067"],
    summary: "COPY takes the whole file system of another stage or image.",
    why: """
      Everything that the other stage has comes along: package caches, build tools, and the accounts \
      and libraries of another system, laid over those of this one. A stage that begins from \
      `scratch` is accepted, as there it makes one layer of many, and so are small images that are \
      made to be copied whole; hadolint reports those too.
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
        FROM tonistiigi/xx AS xx
        FROM scratch
        COPY --from=slim / /
        FROM debian:bookworm-slim
        COPY --from=xx / /
        """),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps(.copy) {
        guard case .copy(let transfer)? = step.instruction.body, let from = transfer.from else {
          continue
        }
        if case .scratch = stage.rootBase { continue }
        guard holdsSystem(from.value, subject) else { continue }
        guard target(transfer, step, subject).value == "/" else { continue }
        for source in transfer.paths {
          let path = step.before.scope.expand(source, escape: subject.facts.syntax.escape).value
            .value
          guard path == "/" || path == "/." || path == "/*", transfer.excludes.isEmpty else {
            continue
          }
          findings.report(
            source.range, "this copies the whole file system of `\(from.value)`",
            help: "Copy the folders that are needed, such as `/usr/local`")
        }
      }
    })

  /// Whether a stage or an image certainly holds a whole system: commands ran in the stage, or the
  /// image is known to have a package manager.
  private static func holdsSystem(_ name: String, _ subject: Subject) -> Bool {
    if let stage = subject.stage(named: name) {
      if case .scratch = stage.rootBase { return stage.steps.contains { $0.kind == .run } }
      return stage.steps.contains { $0.kind == .run } || stage.baseFacts?.packageManager != nil
    }
    guard let image = try? ImageReference(parsing: name) else { return false }
    return BaseImageCatalog.shared.facts(for: image)?.packageManager != nil
  }

  private static func target(
    _ transfer: Transfer, _ step: Step, _ subject: Subject
  ) -> Fact<String> {
    step.before.scope.expand(transfer.destination, escape: subject.facts.syntax.escape).value
  }
}
