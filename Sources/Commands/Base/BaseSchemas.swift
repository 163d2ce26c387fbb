import Bases
import Documents

/// The descriptions of specifications and locks of bases, and of what the commands on them write with
/// `--json`, by the file that each is kept in.
enum BaseSchemas {
  static let all: [(file: String, schema: JSON)] = [
    ("base", BaseSpec.schema), ("base-lock", BaseLock.schema),
    ("base-packages", BasePackages.schema),
    ("base-build", build), ("base-lock-changes", changes), ("base-outdated", outdated),
    ("base-list", list),
  ]

  private static let build = JSONSchema.document(
    "hardstand.base-build/1", "What `hardstand base build --json` writes.",
    [
      "name": JSONSchema.text("The name in the store."),
      "digest": JSONSchema.text("What it stands for."),
      "images": JSONSchema.list("The images, one a platform.", "image"),
    ],
    definitions: [
      "image": JSONSchema.object([
        "platform": JSONSchema.text("What it is for."),
        "digest": JSONSchema.text("The digest of its manifest."),
        "size": JSONSchema.count("The bytes of its layer as it is stored."),
        "plainSize": JSONSchema.count("The bytes of its layer when it is not compressed."),
        "packages": JSONSchema.count("How many packages it has."),
        "cached": JSONSchema.flag("Whether the same was made before."),
        "notes": JSONSchema.texts("What a person should know."),
      ])
    ])

  private static let change = JSONSchema.object([
    "name": JSONSchema.text("The name of the package."),
    "before": [
      "description": "The version before; null where it is new.", "type": ["string", "null"],
    ],
    "after": [
      "description": "The version after; null where it went.", "type": ["string", "null"],
    ],
    "suite": JSONSchema.text("Where the version after is from."),
    "architectures": JSONSchema.texts("The architectures."),
  ])

  private static let changes = JSONSchema.document(
    "hardstand.base-lock-changes/1", "What `hardstand base lock --json` writes.",
    ["changes": JSONSchema.list("What changed, by name.", "change")],
    definitions: ["change": change])

  private static let outdated = JSONSchema.document(
    "hardstand.base-outdated/1", "What `hardstand base outdated --json` writes.",
    [
      "base": JSONSchema.text("The name of the base."),
      "date": JSONSchema.text("The date of its lock."),
      "days": JSONSchema.count("How many days old it is."),
      "changes": JSONSchema.list("The packages that newer versions wait for.", "change"),
    ], definitions: ["change": change])

  private static let list = JSONSchema.document(
    "hardstand.base-list/1", "What `hardstand base ls --json` writes.",
    ["bases": JSONSchema.list("The bases that are ready, by name.", "base")],
    definitions: [
      "base": JSONSchema.object([
        "name": JSONSchema.text("The name."), "summary": JSONSchema.text("What it is for."),
        "date": ["description": "The date of its lock.", "type": ["string", "null"]],
        "architectures": JSONSchema.texts("What its lock is made for."),
      ])
    ])
}
