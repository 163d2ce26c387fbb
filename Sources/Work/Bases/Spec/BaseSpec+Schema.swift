public import Documents

extension BaseSpec {
  /// The JSON schema of a specification (draft 2020-12).
  public static var schema: JSON {
    let texts: JSON = [
      "anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]]
    ]
    let variables: JSON = [
      "type": "object", "additionalProperties": ["type": ["string", "number", "boolean"]],
    ]
    let account: JSON = [
      "type": "object", "additionalProperties": false, "required": ["name", "uid"],
      "properties": [
        "name": ["type": "string"], "uid": ["type": "integer", "minimum": 0],
        "gid": ["type": "integer", "minimum": 0], "home": ["type": "string"],
        "shell": ["type": "string"],
      ],
    ]
    let types: [String: JSON] = [
      "schema": ["const": .string(schemaName)], "name": ["type": "string"],
      "summary": ["type": "string"], "distribution": ["type": "string"],
      "packageManager": ["type": "boolean"], "aptSources": ["enum": ["none", "machine"]],
      "accounts": ["type": "array", "items": account],
      "user": ["type": ["string", "integer"]], "directory": ["type": "string"],
      "environment": variables, "labels": variables, "annotations": variables,
    ]
    let properties = keys.map { key, text -> JSON.Member in
      let described = (types[key] ?? texts).object ?? []
      return JSON.Member(key, .object([JSON.Member("description", .string(text))] + described))
    }
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A base of hardstand",
      "type": "object", "additionalProperties": false, "required": ["name", "suites"],
      "properties": .object(properties),
    ]
  }
}
