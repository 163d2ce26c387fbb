import Documents
import Plan

/// The description of `hardstand.plan/1` as a JSON Schema.
enum PlanSchema {
  static let schema = JSONSchema.document(
    "hardstand.plan/1", "What `hardstand build --plan --format json` writes.",
    [
      "file": JSONSchema.text("The Dockerfile."),
      "stage": JSONSchema.object(
        [
          "index": JSONSchema.count("The stage that is built, from 0."),
          "name": JSONSchema.text("Its name in lower case."),
        ], optional: ["name"]),
      "operations": JSONSchema.list("The operations, each after those it needs.", "operation"),
      "result": JSONSchema.text("The digest of the operation that leaves the files of the image."),
      "image": [
        "description": "The settings of the image that the file makes, those that it sets.",
        "type": "object",
      ],
    ], optional: ["result"],
    definitions: [
      "operation": JSONSchema.object(
        [
          "digest": JSONSchema.text("Its digest, over kind, fields and the digests of its inputs."),
          "kind": JSONSchema.choice("What it is.", BuildGraph.Kind.allCases.map(\.rawValue)),
          "inputs": JSONSchema.texts("The digests of the operations that it needs."),
          "line": JSONSchema.number("The line that asks for it.", from: 1),
          "fields": [
            "description": "What it does, by the names of its parts.", "type": "object",
          ],
        ], optional: ["line"])
    ])
}
