import Documents

/// The descriptions of what the commands on images and the store write with `--json`, by the file that
/// each is kept in.
enum ImageSchemas {
  static let all: [(file: String, schema: JSON)] = [
    ("pull", pull), ("push", push), ("images", images), ("image-tags", tags),
    ("image-inspect", inspect), ("image-ls", list), ("image-diff", difference),
    ("image-analyze", ImageAnalyzeSchema.schema), ("store", store), ("store-gc", collection),
    ("store-verify", verification),
  ]

  private static let digest = JSONSchema.text("A digest, such as `sha256:…`.")

  private static func orNull(_ type: String, _ description: String) -> JSON {
    ["description": .string(description), "type": [.string(type), "null"]]
  }

  private static func any(_ type: String, _ description: String) -> JSON {
    ["description": .string(description), "type": .string(type)]
  }

  private static let pull = JSONSchema.document(
    "hardstand.pull/1", "What `hardstand pull --json` writes.",
    ["images": JSONSchema.list("The images that were got.", "image")],
    definitions: [
      "image": JSONSchema.object([
        "name": JSONSchema.text("The name in the store."), "digest": digest,
        "changed": JSONSchema.flag("Whether the name stood for something else before."),
      ])
    ])

  private static let push = JSONSchema.document(
    "hardstand.push/1", "What `hardstand push --json` writes.",
    ["name": JSONSchema.text("The name in the registry."), "digest": digest])

  private static let images = JSONSchema.document(
    "hardstand.images/1", "What `hardstand images --json` writes.",
    ["images": JSONSchema.list("The names of the store, sorted.", "image")],
    definitions: [
      "image": JSONSchema.object([
        "name": JSONSchema.text("The name in full."), "digest": digest,
        "mediaType": JSONSchema.text("What it is, such as an index."),
        "origin": JSONSchema.choice("How it came.", ["pulled", "imported", "made"]),
        "since": JSONSchema.count("Since when, in seconds since 1970."),
        "size": JSONSchema.count("The bytes of its blobs."),
      ])
    ])

  private static let tags = JSONSchema.document(
    "hardstand.image-tags/1", "What `hardstand image tags --json` writes.",
    [
      "repository": JSONSchema.text("The repository in full."),
      "tags": JSONSchema.texts("Its tags in the order of the registry."),
    ])

  private static let inspect = JSONSchema.document(
    "hardstand.image-inspect/1", "What `hardstand image inspect --json` writes.",
    [
      "name": JSONSchema.text("The name it was asked for by."), "digest": digest,
      "mediaType": JSONSchema.text("What the digest is of."), "manifest": digest, "id": digest,
      "platform": JSONSchema.text("What the image is for."),
      "platforms": JSONSchema.texts("The platforms of the index, where it is of one."),
      "created": orNull("string", "When it was made, as RFC 3339 writes it."),
      "size": JSONSchema.count("The bytes of its blobs as they are stored."),
      "config": any("object", "How it runs, in the words of the OCI image specification."),
      "annotations": any("object", "The annotations of its manifest."),
      "layers": JSONSchema.list("The layers, the lowest first.", "layer"),
      "history": any("array", "How it was made, in the words of the OCI image specification."),
    ],
    definitions: [
      "layer": JSONSchema.object([
        "digest": digest, "diffID": digest, "mediaType": JSONSchema.text("What it is."),
        "size": JSONSchema.count("Its bytes as they are stored."),
        "createdBy": orNull("string", "The step that made it, where that is known."),
      ])
    ])

  private static let file = JSONSchema.object(
    [
      "path": JSONSchema.text("The path, from `/` on."), "kind": JSONSchema.text("What it is."),
      "mode": JSONSchema.text("The permission bits, octal."),
      "owner": JSONSchema.count("The number of the owner."),
      "group": JSONSchema.count("The number of the group."),
      "size": JSONSchema.count("The bytes of the content."),
      "modified": any("integer", "When it was changed, in seconds since 1970."),
      "layer": JSONSchema.count("The layer that it is from, the lowest being 0."),
      "target": JSONSchema.text("Where a symbolic link leads."),
      "sha256": JSONSchema.text("The hash of the content, where it was read."),
    ], optional: ["target", "sha256"])

  private static let list = JSONSchema.document(
    "hardstand.image-ls/1", "What `hardstand image ls --json` writes.",
    ["files": JSONSchema.list("The files.", "file")], definitions: ["file": file])

  private static let difference = JSONSchema.document(
    "hardstand.image-diff/1", "What `hardstand image diff --json` writes.",
    [
      "old": digest, "new": digest,
      "settings": JSONSchema.list("The settings that differ.", "setting"),
      "files": JSONSchema.list("The files that differ, by their paths.", "change"),
    ],
    definitions: [
      "setting": JSONSchema.object([
        "name": JSONSchema.text("The setting."), "before": orNull("string", "Its value before."),
        "after": orNull("string", "Its value after."),
      ]),
      "change": JSONSchema.object([
        "path": JSONSchema.text("The path."),
        "change": JSONSchema.choice("What happened to it.", ["added", "removed", "changed"]),
        "aspects": JSONSchema.texts("What differs, where it is in both."),
        "before": ["anyOf": [JSONSchema.reference("file"), ["type": "null"]]],
        "after": ["anyOf": [JSONSchema.reference("file"), ["type": "null"]]],
      ]), "file": file,
    ])

  private static let store = JSONSchema.document(
    "hardstand.store/1", "What `hardstand store ls --json` writes.",
    [
      "folder": JSONSchema.text("Where the store is."), "names": JSONSchema.count("Its names."),
      "blobs": JSONSchema.count("Its blobs."), "bytes": JSONSchema.count("Their bytes."),
      "loose": JSONSchema.count("The blobs that no name needs."),
      "looseBytes": JSONSchema.count("Their bytes."),
      "unfinished": JSONSchema.count("Files that are not complete."),
      "unfinishedBytes": JSONSchema.count("Their bytes."),
      "builds": JSONSchema.reference("builds"),
    ],
    definitions: [
      "builds": JSONSchema.object([
        "records": JSONSchema.reference("kept"), "snapshots": JSONSchema.reference("kept"),
        "downloads": JSONSchema.reference("kept"), "mounts": JSONSchema.reference("kept"),
        "leftovers": JSONSchema.reference("kept"),
      ]),
      "kept": JSONSchema.object([
        "count": JSONSchema.count("How many."), "bytes": JSONSchema.count("Their bytes."),
      ]),
    ])

  private static let collection = JSONSchema.document(
    "hardstand.store-gc/1", "What `hardstand store gc --json` writes.",
    [
      "rehearsal": JSONSchema.flag("Whether it is only told what would go."),
      "removedBlobs": JSONSchema.count("Files that went."),
      "removedBytes": JSONSchema.count("Their bytes."),
      "removedNames": JSONSchema.texts("Names that went with their images."),
      "keptBytes": JSONSchema.count("Bytes that are left."),
    ])

  private static let verification = JSONSchema.document(
    "hardstand.store-verify/1", "What `hardstand store verify --json` writes.",
    [
      "blobs": JSONSchema.count("Blobs that were read."), "bytes": JSONSchema.count("Their bytes."),
      "altered": JSONSchema.texts("The digests of blobs whose bytes are others."),
      "strangers": JSONSchema.texts("Files among the blobs that are none."),
      "missing": any(
        "object", "The digests of blobs that are not there, by the names that need them."),
    ])
}
