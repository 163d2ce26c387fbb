import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let stageNameCasing = Rule(
    "stage-name-casing", .syntax, .info, isDefault: false, fix: .safe,
    aliases: ["StageNameCasing"],
    summary: "The name of a stage has upper-case letters.",
    why: """
      The builder compares names of stages in lower case, so that `Builder` and `builder` are the \
      same stage. In lower case the name looks the same everywhere.
      """,
    references: ["https://docs.docker.com/reference/build-checks/stage-name-casing/"],
    examples: [
      .flags(
        """
        FROM alpine:3.20 AS ‹BuilderBase›
        FROM BuilderBase
        COPY --from=BUILDERBASE /a /a
        """,
        fixed: """
          FROM alpine:3.20 AS builderbase
          FROM builderbase
          COPY --from=builderbase /a /a
          """),
      .accepts("FROM alpine:3.20 AS builder-base"),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        guard let argument = stage.from?.name, let name = stage.name, name != argument.value else {
          continue
        }
        findings.report(
          argument.range, "the stage name `\(argument.value)` has upper-case letters",
          help: "Write `\(name)`",
          fixes: [
            Fix(
              "Write `\(name)`", .safe,
              [TextEdit(argument.range, name)] + references(to: stage, name, subject))
          ])
      }
    })

  /// The edits that write the name in lower case wherever the stage is meant.
  private static func references(
    to stage: StageFacts, _ name: String, _ subject: Subject
  ) -> [TextEdit] {
    guard subject.stages.count(where: { $0.name == name }) == 1 else { return [] }
    var words: [Argument] = []
    for later in subject.stages where later.index > stage.index {
      if let base = later.from?.base { words.append(base) }
      words += later.steps.compactMap { $0.transfer?.from }
    }
    return words.filter { $0.value != name && $0.value.lowercased() == name }
      .map { TextEdit($0.range, name) }
  }
}
