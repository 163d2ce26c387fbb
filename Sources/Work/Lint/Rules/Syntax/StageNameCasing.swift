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
        """,
        fixed: """
          FROM alpine:3.20 AS builderbase
          FROM BuilderBase
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
          fixes: [Fix("Write `\(name)`", .safe, [TextEdit(argument.range, name)])])
      }
    })
}
