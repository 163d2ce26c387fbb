public import Documents

extension BaseLock {
  private static let digest: JSON = ["type": "string", "pattern": "^[0-9a-f]{64}$"]

  private static var package: JSON {
    JSONSchema.object(
      [
        "name": JSONSchema.text("The name."), "version": JSONSchema.text("The version."),
        "architecture": JSONSchema.text("The architecture, or `all`."),
        "source": JSONSchema.text("The source package, where it differs in name or version."),
        "suite": JSONSchema.text("The suite."), "component": JSONSchema.text("The component."),
        "file": JSONSchema.text("The path below the root of an archive."),
        "size": JSONSchema.number("The bytes.", from: 1), "sha256": digest,
      ], optional: ["source"])
  }

  /// The JSON schema of a lock (draft 2020-12).
  public static var schema: JSON {
    let packages: JSON = [
      "type": "object", "additionalProperties": ["type": "array", "items": package],
    ]
    return JSONSchema.document(
      schemaName, "The lock of a base of hardstand.",
      [
        "base": JSONSchema.text("The name of the base."),
        "date": JSONSchema.text("The date of the newest index, which files have."),
        "request": JSONSchema.text("A digest of what the packages follow from."),
        "packages": packages, "debug": packages,
      ])
  }
}

extension BasePackages {
  /// The JSON schema of the list in an image (draft 2020-12).
  public static var schema: JSON {
    JSONSchema.document(
      schemaName, "What a base was made of, as `/\(path)` of its image tells.",
      [
        "base": JSONSchema.text("The name of the base."),
        "date": JSONSchema.text("The date of its lock."),
        "distribution": JSONSchema.text("The distribution."),
        "suites": JSONSchema.texts("The suites."),
        "components": JSONSchema.texts("The components."),
        "architecture": JSONSchema.text("Debian's name of the architecture."),
        "packages": JSONSchema.list("The packages.", "package"),
      ],
      definitions: [
        "package": JSONSchema.object(
          [
            "name": JSONSchema.text("The name."), "version": JSONSchema.text("The version."),
            "architecture": JSONSchema.text("The architecture, or `all`."),
            "source": JSONSchema.text("The source package, where it differs in name or version."),
            "suite": JSONSchema.text("The suite."), "component": JSONSchema.text("The component."),
            "file": JSONSchema.text("The path below the root of an archive."),
            "sha256": JSONSchema.text("The SHA-256 of the package."),
            "size": JSONSchema.count("The bytes."),
          ], optional: ["source"])
      ])
  }
}
