extension JSON {
  /// The text; nil for any other kind of value.
  public var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// The truth value; nil for any other kind of value.
  public var bool: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }

  /// The number, where it is written without fraction and exponent and fits an `Int`.
  public var int: Int? {
    if case .number(let text) = self { return Int(text) }
    return nil
  }

  /// The number as the nearest `Double`; nil for any other kind of value.
  public var double: Double? {
    if case .number(let text) = self { return Double(text) }
    return nil
  }

  /// The text of a number as it was written; nil for any other kind of value.
  public var numberText: String? {
    if case .number(let text) = self { return text }
    return nil
  }

  /// The values of an array; nil for any other kind of value.
  public var array: [JSON]? {
    if case .array(let values) = self { return values }
    return nil
  }

  /// The members of an object; nil for any other kind of value.
  public var object: [Member]? {
    if case .object(let members) = self { return members }
    return nil
  }

  /// Whether it is `null`.
  public var isNull: Bool { self == .null }

  /// What kind of value it is, as a noun for messages: "a string", "an object".
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// The value of a key of an object, the last where the key is repeated; nil where there is none.
  ///
  /// Keys are compared byte by byte. The search is linear: for many look-ups in a
  /// large object, build a dictionary from `dictionary`.
  public subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// The value at `index` of an array, from 0; nil where there is none.
  public subscript(index: Int) -> JSON? {
    guard case .array(let values) = self, values.indices.contains(index) else { return nil }
    return values[index]
  }

  /// The members of an object by key, the last value of a repeated key; nil for other values.
  public var dictionary: [String: JSON]? {
    guard case .object(let members) = self else { return nil }
    return Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
  }

  /// The same object with `value` at `key`: in its old place, or last where the key is new.
  /// Any other kind of value stays as it is.
  public func setting(_ key: String, to value: JSON) -> JSON {
    guard case .object(var members) = self else { return self }
    if let index = members.lastIndex(where: { $0.key.utf8.elementsEqual(key.utf8) }) {
      members[index].value = value
    } else {
      members.append(Member(key, value))
    }
    return .object(members)
  }
}
