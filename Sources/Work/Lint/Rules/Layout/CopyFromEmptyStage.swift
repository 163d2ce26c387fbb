import Dockerfile
import Evidence
import Facts

extension Rule {
  static let copyFromEmptyStage = Rule(
    "copy-from-empty-stage", .layout, .error,
    aliases: ["tally/copy-from-empty-scratch-stage"],
    summary: "COPY takes files from a stage that has none.",
    why: """
      A stage that begins with `FROM scratch` and has neither COPY nor ADD nor RUN holds no file at \
      all, so that every COPY from it fails.
      """,
    references: [
      "https://docs.docker.com/build/building/base-images/#create-a-minimal-base-image-using-scratch"
    ],
    examples: [
      .flags(
        """
        FROM scratch AS artifacts
        LABEL a=b
        FROM alpine:3.20
        COPY --from=‹artifacts› /app /app
        """),
      .accepts(
        """
        FROM scratch AS artifacts
        COPY app /app
        FROM alpine:3.20
        COPY --from=artifacts /app /app
        """),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps(.copy) {
        guard case .copy(let transfer)? = step.instruction.body, let from = transfer.from,
          let source = subject.stage(named: from.value), source.index != stage.index,
          isEmpty(source, subject)
        else { continue }
        findings.report(
          from.range,
          "the stage `\(from.value)` has no files, so that nothing can be copied from it",
          help: "Copy from the stage that makes the files",
          related: [Finding.Related(source.markRange, "it begins from nothing and adds nothing")])
      }
    })

  /// Whether a stage and all that it is built on add no file to nothing.
  private static func isEmpty(_ stage: StageFacts, _ subject: Subject) -> Bool {
    var index = stage.index
    while true {
      let stage = subject.stages[index]
      let addsNothing = stage.steps.allSatisfy { step in
        switch step.kind {
        case .copy, .add, .run, .workdir, nil: false
        default: true
        }
      }
      guard addsNothing else { return false }
      switch stage.base {
      case .scratch: return true
      case .stage(let earlier) where earlier < index: index = earlier
      default: return false
      }
    }
  }
}
