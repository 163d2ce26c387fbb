import Documents

/// The description of `hardstand.build-progress/1`: each line that `--progress json` writes.
enum BuildProgressSchema {
  static let schema = JSONSchema.document(
    "hardstand.build-progress/1",
    "Each line that `hardstand build --progress json` writes to the standard error output.",
    [
      "event": JSONSchema.choice(
        "What happened.",
        [
          "began", "output", "finished", "explained", "stored", "warning", "writing", "shell",
          "failed",
        ]),
      "step": JSONSchema.count("The step that it happened to, by a number of its own."),
      "title": JSONSchema.text("What a step that began is called."),
      "text": JSONSchema.text("What was written, or is told."),
      "result": JSONSchema.choice("How a step ended.", ["done", "cached", "failed"]),
      "milliseconds": JSONSchema.count("How long it took."),
      "reason": JSONSchema.text("Why a step was done anew."),
      "size": JSONSchema.count("The bytes of a layer as it is stored."),
      "open": JSONSchema.flag("Whether a shell was opened, or closed."),
    ],
    optional: [
      "step", "title", "text", "result", "milliseconds", "reason", "size", "open",
    ])
}
