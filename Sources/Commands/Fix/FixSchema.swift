import Documents
import Source

/// The description of `hardstand.fix/1` as a JSON Schema.
enum FixSchema {
  static let schema = JSONSchema.document(
    "hardstand.fix/1", "What `hardstand fix --json` writes.",
    [
      "files": JSONSchema.list("The files that were looked at, in their order.", "file"),
      "ignoreFiles": JSONSchema.list(
        "What the ignore files of build contexts get, or would get.", "ignoreFile"),
    ],
    definitions: [
      "ignoreFile": JSONSchema.object([
        "path": JSONSchema.text("The ignore file."),
        "created": JSONSchema.flag("Whether it was not there before."),
        "diff": JSONSchema.text("The change as a patch."),
        "lines": JSONSchema.list("The lines that come to its end, in their order.", "ignoreLine"),
        "withheld": JSONSchema.list(
          "Lines of one Dockerfile that leave out what another one needs.", "withheldLine"),
      ]),
      "ignoreLine": JSONSchema.object([
        "pattern": JSONSchema.text("The line."), "reason": JSONSchema.text("What it keeps out."),
      ]),
      "withheldLine": JSONSchema.object([
        "pattern": JSONSchema.text("The line that is not written."),
        "needed": JSONSchema.text("The path that is needed."),
        "dockerfile": JSONSchema.text("The Dockerfile that needs it."),
      ]),
      "file": JSONSchema.object(
        [
          "path": JSONSchema.text("The file as it was given."),
          "changed": JSONSchema.flag("Whether its bytes differ now, or would differ."),
          "untouched": JSONSchema.text("Why nothing was done to the file."),
          "diff": JSONSchema.text("The change as a patch."),
          "applied": JSONSchema.list("The repairs that were made, in their order.", "applied"),
          "rejected": JSONSchema.list(
            "Repairs that were not made: turned down by the comparison of plans, or too long.",
            "rejected"),
          "left": JSONSchema.list("What is found afterwards.", "left"),
        ], optional: ["untouched", "diff"]),
      "applied": JSONSchema.object(
        [
          "rule": JSONSchema.text("The name of the rule."),
          "line": JSONSchema.number("The line of the finding when it was repaired.", from: 1),
          "title": JSONSchema.text("What was done."),
          "applicability": JSONSchema.choice(
            "How far the repair can be trusted.", Fix.Applicability.allCases.map(\.rawValue)),
          "risk": JSONSchema.text("What may have become different."),
        ], optional: ["risk"]),
      "rejected": JSONSchema.object([
        "rule": JSONSchema.text("The name of the rule."),
        "line": JSONSchema.number("The line of the finding.", from: 1),
        "reason": JSONSchema.text("Why the repair was turned down."),
        "bug": JSONSchema.flag("Whether that is a bug in the rule, and no limit of the builder."),
      ]),
      "left": JSONSchema.object([
        "rule": JSONSchema.text("The name of the rule."),
        "line": JSONSchema.number("The line of the finding in the file afterwards.", from: 1),
        "message": JSONSchema.text("What is wrong."),
        "reason": JSONSchema.text("Why it is left."),
      ]),
    ])
}
