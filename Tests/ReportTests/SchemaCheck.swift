import Documents

/// A check of a value against a JSON Schema, for the words that the schemas of these tests
/// use; a word it does not know is an error.
struct SchemaCheck {
  let root: JSON
  private(set) var errors: [String] = []

  /// What is wrong with `value` under `schema`.
  static func errors(_ value: JSON, _ schema: JSON) -> [String] {
    var check = SchemaCheck(root: schema)
    check.validate(value, schema, "$")
    return check.errors
  }

  private init(root: JSON) { self.root = root }

  private mutating func validate(_ value: JSON, _ schema: JSON, _ path: String) {
    if let flag = schema.bool {
      if !flag { errors.append("\(path): not allowed") }
      return
    }
    for word in schema.object ?? [] {
      switch word.key {
      case "$schema", "$id", "id", "title", "description", "definitions", "$defs", "default",
        "format",
        "additionalProperties", "properties":
        break
      case "$ref": validate(value, resolved(word.value.string ?? ""), path)
      case "type":
        let types = word.value.array ?? [word.value]
        expect(
          types.contains { hasType(value, $0.string ?? "") },
          "\(path): is \(value.kind), not \(word.value)")
      case "const": expect(value == word.value, "\(path): is not \(word.value)")
      case "enum":
        expect(word.value.array?.contains(value) == true, "\(path): \(value) is none of the values")
      case "required":
        for key in word.value.array ?? [] where value.object != nil {
          expect(value[key.string ?? ""] != nil, "\(path): lacks \(key)")
        }
      case "minimum":
        if let number = value.double {
          expect(number >= word.value.double ?? 0, "\(path): \(number) is too small")
        }
      case "maximum":
        if let number = value.double {
          expect(number <= word.value.double ?? 0, "\(path): \(number) is too great")
        }
      case "minItems":
        if let items = value.array {
          expect(items.count >= word.value.int ?? 0, "\(path): too few")
        }
      case "minLength":
        if let text = value.string {
          expect(text.count >= word.value.int ?? 0, "\(path): too short")
        }
      case "uniqueItems":
        if let items = value.array {
          expect(Set(items).count == items.count, "\(path): items are not unique")
        }
      case "items":
        for (index, item) in (value.array ?? []).enumerated() {
          validate(item, word.value, "\(path)[\(index)]")
        }
      case "allOf": for part in word.value.array ?? [] { validate(value, part, path) }
      case "anyOf", "oneOf":
        let matches = (word.value.array ?? []).count { part in
          var check = SchemaCheck(root: root)
          check.validate(value, part, path)
          return check.errors.isEmpty
        }
        expect(word.key == "anyOf" ? matches > 0 : matches == 1, "\(path): \(word.key) fails")
      case "not": break
      case "pattern":
        if let text = value.string, let pattern = word.value.string,
          let regex = try? Regex(pattern)
        {
          expect(text.firstMatch(of: regex) != nil, "\(path): \(text) is not like \(pattern)")
        }
      default: errors.append("\(path): the schema says \(word.key)")
      }
    }
    validateMembers(value, schema, path)
  }

  private mutating func validateMembers(_ value: JSON, _ schema: JSON, _ path: String) {
    let properties = schema["properties"]
    for member in value.object ?? [] {
      if let property = properties?[member.key] {
        validate(member.value, property, "\(path).\(member.key)")
      } else if let rest = schema["additionalProperties"] {
        validate(member.value, rest, "\(path).\(member.key)")
      }
    }
  }

  private func hasType(_ value: JSON, _ type: String) -> Bool {
    switch value {
    case .null: type == "null"
    case .bool: type == "boolean"
    case .number: type == "number" || type == "integer" && value.int != nil
    case .string: type == "string"
    case .array: type == "array"
    case .object: type == "object"
    }
  }

  private func resolved(_ reference: String) -> JSON {
    var schema = root
    for part in reference.split(separator: "/").dropFirst() {
      schema = schema[String(part)] ?? false
    }
    return schema
  }

  private mutating func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { errors.append(message()) }
  }
}
