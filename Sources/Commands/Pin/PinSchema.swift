import Documents
import Pin

/// The description of `hardstand.pin/1` as a JSON Schema.
enum PinSchema {
  static let schema = JSONSchema.document(
    "hardstand.pin/1", "What `hardstand pin --json` writes.",
    ["files": JSONSchema.list("The files that were looked at, in their order.", "file")],
    definitions: [
      "file": JSONSchema.object(
        [
          "path": JSONSchema.text("The file as it was given."),
          "kind": JSONSchema.choice(
            "What kind of file it is.", PinDocument.Kind.allCases.map(\.rawValue)),
          "changed": JSONSchema.flag("Whether its bytes differ now, or would differ."),
          "diff": JSONSchema.text("The change as a patch."),
          "references": JSONSchema.list("The images that it names, in their order.", "reference"),
        ], optional: ["diff"]),
      "reference": JSONSchema.object(
        [
          "role": JSONSchema.choice(
            "What the image is taken as.", ["base", "copy", "mount", "syntax", "service"]),
          "service": JSONSchema.text("The name of the service."),
          "line": JSONSchema.number("The line of the reference in the file before.", from: 1),
          "reference": JSONSchema.text("The reference before, variables replaced."),
          "status": JSONSchema.choice("How it stood before.", PinReport.words),
          "was": JSONSchema.text("The digest that it had."),
          "digest": JSONSchema.text("The digest that its tag stands for."),
          "reason": JSONSchema.text("Why it is left."),
          "result": JSONSchema.text("The reference as it is written, or would be."),
        ], optional: ["service", "was", "digest", "reason", "result"]),
    ])
}
