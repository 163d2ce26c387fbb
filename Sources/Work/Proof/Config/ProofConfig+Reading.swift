import Documents
public import Source

extension ProofConfig {
  /// The keys that a file may have.
  static let keys = [
    "schemaVersion", "globalEnvVars", "commandTests", "fileExistenceTests", "fileContentTests",
    "metadataTest", "licenseTests", "containerRunOptions", "packageTests", "sizeTest", "noShell",
    "noPackageManager", "noSuid",
  ]
  /// Keys of tests that need a container that runs on, which hardstand does not start here yet.
  static let laterKeys = [
    "healthTest", "httpTests", "readinessTest", "stopTest", "portTests", "listeningPorts",
  ]

  /// Reads a file in YAML, or in JSON where its name ends with `.json`.
  /// - Throws: `Failure` at the place of what is wrong.
  public init(_ source: SourceText) throws(Failure) {
    self.init(file: source.name)
    let endings = [".yaml", ".yml", ".json"]
    guard endings.contains(where: { source.name.hasSuffix($0) }) else {
      throw Failure(
        "cannot take `\(source.name)` as structure tests",
        because: ["its name ends neither with .yaml, .yml nor .json"], hint: "rename the file")
    }
    let reader: ProofReader
    let root: YAMLNode
    if source.name.hasSuffix(".json") {
      // What is wrong with it as JSON is told as such; then it is YAML, but for pairs of surrogates,
      // which libyaml does not take.
      let json = try JSON(reading: source)
      if let node = try? YAMLNode(reading: source) {
        root = node
        reader = ProofReader(source)
      } else {
        let plain = SourceText(name: source.name, bytes: Array(json.text(.pretty).utf8))
        root = try YAMLNode(reading: plain)
        reader = ProofReader(plain)
      }
    } else {
      reader = ProofReader(source)
      root = try YAMLNode(reading: source)
    }
    try read(root, reader)
  }

  private mutating func read(_ root: YAMLNode, _ reader: ProofReader) throws(Failure) {
    let document = reader.document
    guard let version = root["schemaVersion"]?.text else {
      throw document.trouble(root.range, "it has no `schemaVersion`", "Add `schemaVersion: 2.0.0`")
    }
    guard ["1.0.0", "2.0.0"].contains(version) else {
      throw document.trouble(
        root["schemaVersion"]?.range ?? root.range, "`\(version)` is no version that is known",
        "Write `2.0.0`, or `1.0.0` for the older form")
    }
    schemaVersion = version
    for entry in try document.mapping(root, keys: Self.keys + Self.laterKeys) {
      let value = entry.value
      switch entry.key {
      case "globalEnvVars": variables = try reader.variables(value, allowsExpressions: true)
      case "commandTests":
        for item in try document.items(value) {
          commands.append(try CommandCheck(item, reader, isFirstVersion: version == "1.0.0"))
        }
      case "fileExistenceTests":
        for item in try document.items(value) {
          existences.append(try ExistenceCheck(item, reader))
        }
      case "fileContentTests":
        for item in try document.items(value) { contents.append(try ContentCheck(item, reader)) }
      case "licenseTests":
        for item in try document.items(value) { licences.append(try LicenceCheck(item, reader)) }
      case "metadataTest": if !value.isNull { metadata = try MetadataCheck(value, reader) }
      case "containerRunOptions": options = try RunOptions(value, reader)
      case "packageTests":
        for item in try document.items(value) { packages.append(try PackageCheck(item, reader)) }
      case "sizeTest": size = try SizeCheck(value, reader)
      case "noShell": hasNoShell = try reader.flag(value)
      case "noPackageManager": hasNoPackageManager = try reader.flag(value)
      case "noSuid":
        // A list names what may have the bits all the same.
        if value.items != nil {
          hasNoSetuid = true
          allowedSetuid = try reader.texts(value)
        } else {
          hasNoSetuid = try reader.flag(value)
        }
      case "schemaVersion": break
      default: throw reader.notYet(entry)
      }
    }
  }
}

extension RunOptions {
  init(_ node: YAMLNode, _ reader: ProofReader) throws(Failure) {
    let keys = [
      "user", "privileged", "allocateTty", "envFile", "envVars", "capabilities", "bindMounts",
    ]
    for entry in try reader.document.mapping(node, keys: keys) {
      let value = entry.value
      switch entry.key {
      case "user": user = try reader.text(value)
      case "privileged": isPrivileged = try reader.flag(value)
      case "envFile": environmentFile = try reader.text(value)
      case "envVars": variables = try reader.texts(value)
      case "capabilities": capabilities = try reader.texts(value)
      case "bindMounts": bindMounts = try reader.texts(value)
      default: if try reader.flag(value) { throw reader.notYet(entry) }
      }
    }
  }
}
