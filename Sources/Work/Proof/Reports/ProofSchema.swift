public import Documents

extension ProofSummary {
  /// The description of what `hardstand test --output json` writes.
  public static let schema = JSONSchema.document(
    "hardstand.test/1",
    "What `hardstand test --output json` writes: the members of container-structure-test, and more.",
    [
      "Pass": JSONSchema.count("How many checks passed."),
      "Fail": JSONSchema.count("How many checks failed."),
      "Total": JSONSchema.count("How many checks were carried out."),
      "Duration": JSONSchema.count("Nanoseconds that all took."),
      "Results": JSONSchema.list("The checks, in the order they are printed.", "result"),
    ],
    definitions: [
      "result": JSONSchema.object(
        [
          "Name": JSONSchema.text("The kind of check and its name."),
          "Pass": JSONSchema.flag("Whether it passed; advice passes too."),
          "Stdout": JSONSchema.text("What a command wrote to its standard output."),
          "Stderr": JSONSchema.text("What a command wrote to its standard error output."),
          "Errors": JSONSchema.texts("Each difference as a sentence."),
          "Duration": JSONSchema.count("Nanoseconds that it took."),
          "File": JSONSchema.text("The configuration that asks for it, or `hardening`."),
          "Differences": JSONSchema.list("What is not as it shall be.", "difference"),
          "Advice": JSONSchema.flag("Whether differences are told and do not count."),
          "Requirement": JSONSchema.text("The row of the requirements that it answers."),
          "Command": JSONSchema.text("A command that repeats it."),
          "Seen": JSONSchema.text("What was seen."),
        ],
        optional: [
          "Stdout", "Stderr", "Errors", "Differences", "Advice", "Requirement", "Command", "Seen",
        ]),
      "difference": JSONSchema.object([
        "What": JSONSchema.text("What was looked at."),
        "Expected": JSONSchema.text("What it shall be."),
        "Seen": JSONSchema.text("What it is."),
      ]),
    ])
}
