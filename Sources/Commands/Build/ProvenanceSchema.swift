import Build
import Documents

/// The description of what is recorded of each build: a statement of in-toto with the provenance of SLSA.
enum ProvenanceSchema {
  static let schema = JSONSchema.document(
    "hardstand.provenance/1",
    "The statement that `hardstand build` keeps of each image: where it came from.",
    [
      "_type": JSONSchema.text("The type of the statement of in-toto."),
      "subject": JSONSchema.list("The image.", "subject"),
      "predicateType": JSONSchema.text("Always `\(Provenance.predicateType)`."),
      "predicate": JSONSchema.object([
        "buildDefinition": JSONSchema.object([
          "buildType": JSONSchema.text("What kind of build it is."),
          "externalParameters": open("The Dockerfile with its digest, and what was asked for."),
          "internalParameters": open("What the builder ran on, and in full mode all steps."),
          "resolvedDependencies": JSONSchema.list(
            "Images, contexts, files of the web and repositories.", "dependency"),
        ]),
        "runDetails": JSONSchema.object([
          "builder": open("Who built it, in which version."),
          "metadata": open("The id of the build, when it began and when it ended."),
        ]),
      ]),
    ],
    definitions: [
      "subject": JSONSchema.object([
        "name": JSONSchema.text("What it is called."), "digest": open("Its digest."),
      ]),
      "dependency": JSONSchema.object(
        [
          "uri": JSONSchema.text("What it is called."),
          "digest": open("Its digest, by the name of the algorithm; of repositories the commit."),
          "annotations": open("`standsInFor`: the image in whose place it was taken."),
        ], optional: ["annotations"]),
    ])

  private static func open(_ description: String) -> JSON {
    ["description": .string(description), "type": "object"]
  }
}
