import Documents
import Evidence

/// The JSON schema of `hardstand.yaml`.
public enum ConfigurationSchema {
  /// The schema as JSON text, draft 2020-12, for editors to check and complete by.
  public static func text(rules: RuleIndex) -> String { json(schema(rules), indent: 0) + "\n" }

  static func schema(_ rules: RuleIndex) -> YAMLValue {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Configuration of hardstand",
      "type": "object",
      "additionalProperties": false,
      "properties": [
        "extends": described("A profile or the paths of files that this one adds to", texts),
        "profile": described("The profile to start from", profile),
        "rules": described("Levels of rules, by name, alias, family or pattern", levels(rules)),
        "select": described("The only rules that run", texts),
        "ignore": described("Rules that do not run", texts),
        "fail-on": described(
          "The least severity that fails a run",
          ["enum": ["error", "warning", "info", "never"]]),
        "values": described("What rules, proofs, scans and builds measure against", values),
        "overrides": described(
          "Statements for some paths only, relative to this file",
          [
            "type": "array",
            "items": [
              "type": "object", "additionalProperties": false, "required": ["paths"],
              "properties": [
                "paths": texts, "profile": profile, "rules": ["$ref": "#/properties/rules"],
                "ignore": texts, "values": ["$ref": "#/properties/values"],
              ],
            ],
          ]),
        "trusted-registries": described(
          "The registries that images may come from", [String].policySchema),
        "label-schema": described("The form of the values of labels", LabelSchema.policySchema),
        "aliases": described(
          "Images of the store that stand in for public ones, by the names that Dockerfiles have",
          ["type": "object", "additionalProperties": ["type": "string"]]),
        "inline-waivers": described(
          "How waivers in checked files are treated",
          [
            "type": "object", "additionalProperties": false,
            "properties": [
              "enabled": described("Whether they count", Bool.policySchema),
              "require-reason": described("Whether each must say why", Bool.policySchema),
              "report-unused": described(
                "Whether those that take nothing away are findings", Bool.policySchema),
            ],
          ]),
      ],
      "$defs": ["level": level],
    ]
  }

  private static let texts: YAMLValue = [
    "anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]]
  ]

  private static var profile: YAMLValue {
    let aliases = (try? ProfileCatalog.all().flatMap(\.aliases)) ?? []
    return ["enum": .list((ProfileCatalog.names + aliases).map { .string($0) })]
  }

  private static let level: YAMLValue = [
    "anyOf": [
      ["enum": ["off", "on", "info", "warning", "error"]],
      ["type": "boolean"],
      [
        "type": "object", "additionalProperties": false,
        "properties": [
          "level": ["enum": ["off", "on", "info", "warning", "error"]],
          "why": ["type": "string"], "options": ["type": "object"],
        ],
      ],
    ]
  ]

  /// Rules are listed for completion; other selectors are allowed beside them.
  private static func levels(_ rules: RuleIndex) -> YAMLValue {
    let known = rules.rules.sorted { $0.name < $1.name }.map { rule in
      YAMLValue.Pair(rule.name, described(rule.summary, ["$ref": "#/$defs/level"]))
    }
    return [
      "type": "object", "properties": .map(known),
      "additionalProperties": ["$ref": "#/$defs/level"],
    ]
  }

  /// Keys may be dotted or nested, so both forms are listed.
  private static var values: YAMLValue {
    var flat: [YAMLValue.Pair] = []
    var groups: [(name: String, keys: [YAMLValue.Pair])] = []
    for key in PolicyKey.all {
      let schema = described(key.summary, key.schema)
      flat.append(YAMLValue.Pair(key.name, schema))
      let parts = key.name.split(separator: ".", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      let pair = YAMLValue.Pair(parts[1], schema)
      if let place = groups.firstIndex(where: { $0.name == parts[0] }) {
        groups[place].keys.append(pair)
      } else {
        groups.append((parts[0], [pair]))
      }
    }
    for group in groups {
      flat.append(
        YAMLValue.Pair(
          group.name,
          [
            "type": "object", "additionalProperties": false, "properties": .map(group.keys),
          ]))
    }
    return ["type": "object", "additionalProperties": false, "properties": .map(flat)]
  }

  private static func described(_ text: String, _ schema: YAMLValue) -> YAMLValue {
    guard case .map(let pairs) = schema else { return schema }
    return .map([YAMLValue.Pair("description", .string(text))] + pairs)
  }

  private static func json(_ value: YAMLValue, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    switch value {
    case .null: return "null"
    case .bool(let bool): return bool ? "true" : "false"
    case .int(let int): return String(int)
    case .double(let double): return double.isFinite ? double.description : "null"
    case .string(let text): return quoted(text)
    case .list(let items):
      if items.isEmpty { return "[]" }
      let lines = items.map { margin + json($0, indent: indent + 2) }
      return "[\n" + lines.joined(separator: ",\n") + end + "]"
    case .map(let pairs):
      if pairs.isEmpty { return "{}" }
      let lines = pairs.map { margin + quoted($0.key) + ": " + json($0.value, indent: indent + 2) }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
