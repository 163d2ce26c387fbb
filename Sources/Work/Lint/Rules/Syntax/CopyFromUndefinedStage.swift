import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let copyFromUndefinedStage = Rule(
    "copy-from-undefined-stage", .syntax, .warning, aliases: ["DL3022"],
    summary: "COPY takes files from a name that no stage bears.",
    why: """
      What is no stage is taken for an image: `--from=build` without a stage `build` pulls \
      `docker.io/library/build:latest`, whoever may own that. A name with a slash, a tag or a digest \
      is plainly an image and is accepted, and so is an image that is known, such as `busybox`; \
      hadolint reports the last ones too, and so it does a stage that begins further below, which \
      BuildKit finds as well. A \
      build may also bring a folder of that name with `--build-context`, so that only a name close to \
      that of a stage is more than worth knowing.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#copy---from"],
    examples: [
      .flags(
        """
        FROM debian:bookworm AS builder
        FROM debian:bookworm
        COPY --from=‹biulder› /a /b
        RUN ‹--mount=from=buildr,target=/b› true
        """),
      .accepts(
        """
        FROM debian:bookworm AS build
        FROM debian:bookworm
        COPY --from=Build /a /b
        COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/
        COPY --from=busybox /bin/sh /bin/sh
        """),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps(.copy) where stage.from != nil {
        guard case .copy(let transfer)? = step.instruction.body, let from = transfer.from else {
          continue
        }
        check(from.value, at: from.range, subject, &findings)
      }
      for (stage, step) in subject.steps(.run) where stage.from != nil {
        guard case .run(let run)? = step.instruction.body else { continue }
        for mount in run.mounts {
          if let from = mount.from { check(from, at: mount.range, subject, &findings) }
        }
      }
    })

  private static func check(
    _ name: String, at range: SourceRange, _ subject: Subject, _ findings: inout Findings
  ) {
    guard Int(name) == nil, !name.isEmpty, subject.stage(named: name) == nil,
      !name.contains(where: { "/:@.$<>{".contains($0) }), !StageName.reserved.contains(name),
      let image = try? ImageReference(parsing: name),
      BaseImageCatalog.shared.facts(for: image) == nil
    else { return }
    let meant = NearWord.find(name.lowercased(), in: Set(subject.facts.stagesByName.keys))
    findings.report(
      range, "no stage is called `\(name)`, so that an image `\(image.repository)` is pulled",
      help: meant.map { "Write `\($0)`" }
        ?? "Name a stage with `AS \(name)`, or write the image with its tag",
      severity: meant == nil ? .info : nil)
  }
}
