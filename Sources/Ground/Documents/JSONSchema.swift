/// The words of a JSON Schema (draft 2020-12) that the documents of this program need.
public enum JSONSchema {
  /// An object of these properties and no others; all but the optional ones must be there.
  public static func object(
    _ properties: KeyValuePairs<String, JSON>, optional: Set<String> = []
  ) -> JSON {
    [
      "type": "object",
      "properties": .object(properties.map { JSON.Member($0.key, $0.value) }),
      "required": .array(properties.map(\.key).filter { !optional.contains($0) }.map(JSON.string)),
      "additionalProperties": false,
    ]
  }

  /// A text.
  public static func text(_ description: String) -> JSON {
    ["description": .string(description), "type": "string"]
  }

  /// An array of texts.
  public static func texts(_ description: String) -> JSON {
    ["description": .string(description), "type": "array", "items": ["type": "string"]]
  }

  /// A whole number that is at least a minimum.
  public static func number(_ description: String, from minimum: Int) -> JSON {
    ["description": .string(description), "type": "integer", "minimum": .number(minimum)]
  }

  /// A whole number from 0.
  public static func count(_ description: String) -> JSON { number(description, from: 0) }

  /// What stands under a name in `$defs`.
  public static func reference(_ name: String) -> JSON { ["$ref": .string("#/$defs/\(name)")] }

  /// An array of what stands under a name in `$defs`.
  public static func list(_ description: String, _ name: String) -> JSON {
    ["description": .string(description), "type": "array", "items": reference(name)]
  }

  /// One of these texts.
  public static func choice(_ description: String, _ values: [String]) -> JSON {
    ["description": .string(description), "enum": .array(values.map(JSON.string))]
  }

  /// `true` or `false`.
  public static func flag(_ description: String) -> JSON {
    ["description": .string(description), "type": "boolean"]
  }

  /// The schema of a document that bears its name and version as `schema`.
  public static func document(
    _ name: String, _ description: String, _ properties: KeyValuePairs<String, JSON>,
    optional: Set<String> = [], definitions: KeyValuePairs<String, JSON> = [:]
  ) -> JSON {
    let own = [JSON.Member("schema", ["const": .string(name)])]
    let members = own + properties.map { JSON.Member($0.key, $0.value) }
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": .string(name),
      "description": .string(description),
      "type": "object",
      "properties": .object(members),
      "required": .array(
        members.map(\.key).filter { !optional.contains($0) }.map(JSON.string)),
      "additionalProperties": false,
      "$defs": .object(definitions.map { JSON.Member($0.key, $0.value) }),
    ]
  }
}
