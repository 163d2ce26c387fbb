import Documents
import OCI
import Source

/// The settings that the image shall have (`metadataTest`).
struct MetadataCheck: Sendable {
  var variables: [ProofVariable] = []
  var absentVariables: [String] = []
  var labels: [ProofVariable] = []
  /// What is nil is not looked at; an empty list shall be empty.
  var entrypoint: [String]?
  var command: [String]?
  var ports: [String] = []
  var absentPorts: [String] = []
  var volumes: [String] = []
  var absentVolumes: [String] = []
  var directory = ""
  var user = ""
  var stopSignal: String?
  var architecture: String?
  var baseDigest: String?

  static let keys = [
    "envVars", "env", "unboundEnvVars", "labels", "entrypoint", "cmd", "exposedPorts",
    "unexposedPorts", "volumes", "unmountedVolumes", "workdir", "user", "stopSignal",
    "architecture", "baseDigest",
  ]
  /// The label by which builders tell the digest of the base (OCI image-spec, annotations.md).
  static let baseLabel = "org.opencontainers.image.base.digest"

  init(_ node: YAMLNode, _ reader: ProofReader) throws(Failure) {
    for entry in try reader.document.mapping(node, keys: Self.keys) {
      let value = entry.value
      switch entry.key {
      case "envVars", "env":
        variables = try reader.variables(value, allowsExpressions: true)
      case "unboundEnvVars":
        for item in try reader.document.items(value) {
          for inner in try reader.document.mapping(item, keys: ["key", "value", "isRegex"])
          where inner.key == "key" {
            absentVariables.append(try reader.text(inner.value))
          }
        }
      case "labels": labels = try reader.variables(value, allowsExpressions: true)
      case "entrypoint": if !value.isNull { entrypoint = try reader.texts(value) }
      case "cmd": if !value.isNull { command = try reader.texts(value) }
      case "exposedPorts": ports = try reader.texts(value)
      case "unexposedPorts": absentPorts = try reader.texts(value)
      case "volumes": volumes = try reader.texts(value)
      case "unmountedVolumes": absentVolumes = try reader.texts(value)
      case "workdir": directory = try reader.text(value)
      case "user": user = try reader.text(value)
      case "stopSignal": stopSignal = try reader.text(value)
      case "architecture": architecture = try reader.text(value)
      default: baseDigest = try reader.text(value)
      }
    }
  }

  func result(_ image: ProvenImage) -> ProofResult {
    var result = ProofResult("Metadata Test")
    let runtime = image.config.runtime
    for variable in variables {
      compare(variable, image.variable(variable.key), "variable", &result)
    }
    for name in absentVariables {
      if let value = image.variable(name) {
        result.add("variable \(name)", expected: "not set", seen: "`\(value)`")
      }
    }
    for label in labels { compare(label, runtime.labels[label.key], "label", &result) }
    compare(entrypoint, runtime.entrypoint, "entrypoint", &result)
    compare(command, runtime.command, "cmd", &result)
    let exposed = Set(runtime.exposedPorts.map(Self.number))
    for port in ports where !exposed.contains(Self.number(port)) {
      result.add("port \(port)", expected: "exposed", seen: Self.list(exposed.sorted()))
    }
    for port in absentPorts where exposed.contains(Self.number(port)) {
      result.add("port \(port)", expected: "not exposed", seen: "exposed")
    }
    for volume in volumes where !runtime.volumes.contains(volume) {
      result.add("volume \(volume)", expected: "a volume", seen: Self.list(runtime.volumes))
    }
    for volume in absentVolumes where runtime.volumes.contains(volume) {
      result.add("volume \(volume)", expected: "no volume", seen: "a volume")
    }
    compare(directory, runtime.workingDirectory, "workdir", &result)
    compare(user, runtime.user, "user", &result)
    if let stopSignal { compare(stopSignal, runtime.stopSignal ?? "", "stop signal", &result) }
    if let architecture {
      compare(architecture, image.config.platform.architecture, "architecture", &result)
    }
    if let baseDigest {
      let seen = runtime.labels[Self.baseLabel]
      if seen != baseDigest {
        result.add(
          "digest of the base", expected: baseDigest, seen: seen ?? "no label \(Self.baseLabel)")
      }
    }
    return result
  }

  private func compare(
    _ variable: ProofVariable, _ seen: String?, _ kind: String, _ result: inout ProofResult
  ) {
    let what = "\(kind) \(variable.key)"
    guard let seen else {
      result.add(what, expected: "`\(variable.value)`", seen: "not set")
      return
    }
    if variable.isExpression {
      // It was read once already, when the file was.
      if (try? RegularExpression(variable.value))?.matches(seen) != true {
        result.add(what, expected: "a match of `\(variable.value)`", seen: "`\(seen)`")
      }
    } else if seen != variable.value {
      result.add(what, expected: "`\(variable.value)`", seen: "`\(seen)`")
    }
  }

  private func compare(
    _ expected: [String]?, _ seen: [String]?, _ what: String, _ result: inout ProofResult
  ) {
    guard let expected, expected != seen ?? [] else { return }
    result.add(what, expected: Self.list(expected), seen: Self.list(seen ?? []))
  }

  private func compare(
    _ expected: String, _ seen: String, _ what: String, _ result: inout ProofResult
  ) {
    if expected.isEmpty || expected == seen { return }
    result.add(what, expected: "`\(expected)`", seen: seen.isEmpty ? "not set" : "`\(seen)`")
  }

  /// A port without its protocol.
  private static func number(_ port: String) -> String { String(port.prefix { $0 != "/" }) }

  private static func list(_ texts: [String]) -> String {
    texts.isEmpty ? "none" : JSON.array(texts.map { .string($0) }).text()
  }
}
