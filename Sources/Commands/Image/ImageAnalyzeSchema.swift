import Analysis
import Documents

/// The description of `hardstand.image-analyze/1` as a JSON Schema.
enum ImageAnalyzeSchema {
  static let schema = JSONSchema.document(
    AnalysisJSON.name, "What `hardstand image analyze --json` writes.",
    [
      "image": any("object", "Name, digest, platform and time of the image."),
      "totals": JSONSchema.object([
        "compressedBytes": JSONSchema.count("What a pull fetches."),
        "plainBytes": JSONSchema.count("The layers when they are not compressed."),
        "contentBytes": JSONSchema.count("All files of all layers."),
        "visibleBytes": JSONSchema.count("The files that a container finds."),
        "paths": JSONSchema.count("The paths that a container finds."),
      ]),
      "layers": any("array", "Each layer, the lowest first: sizes, entries, deletions, step."),
      "history": any("array", "Each step with the layer that it left."),
      "waste": any("object", "Bytes that are pulled and not needed, by cause and by path."),
      "dive": any("object", "The score of dive and what it is made of."),
      "gates": any("array", "The rules of dive that were held against the image."),
      "largest": JSONSchema.list("The largest files.", "file"),
      "privileged": JSONSchema.list("Files that run with more rights than their caller.", "file"),
      "worldWritable": JSONSchema.list("Files that everyone may write.", "file"),
      "secrets": any("array", "Secrets in any layer and in the settings, and what hides them."),
      "shells": JSONSchema.texts("The shells in the image."),
      "packageManagers": JSONSchema.texts("The package managers in the image."),
      "program": any("object", "What the image starts, whether it can start, and what it needs."),
      "user": any("object", "The account that it runs as."),
      "delta": any(["object", "null"], "What is pulled by those who have another image."),
    ],
    definitions: [
      "file": JSONSchema.object([
        "path": JSONSchema.text("The path."), "kind": JSONSchema.text("What it is."),
        "bytes": JSONSchema.count("The bytes of the content."),
        "mode": JSONSchema.text("The permission bits, octal."),
        "owner": JSONSchema.count("The number of the owner."),
        "group": JSONSchema.count("The number of the group."),
        "layer": JSONSchema.count("The layer that it is from, the lowest being 0."),
        "capabilities": JSONSchema.flag("Whether it has capabilities."),
      ])
    ])

  private static func any(_ type: JSON, _ description: String) -> JSON {
    ["description": .string(description), "type": type]
  }
}
