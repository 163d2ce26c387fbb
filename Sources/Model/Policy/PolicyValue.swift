public import Documents
public import Source

/// A type of value that a policy can hold: it reads from YAML, writes back and
/// describes itself as a JSON schema.
public protocol PolicyValue: Sendable, Hashable {
  /// The value that a node holds; throws a `ValueMistake` that says what is expected.
  init(policy node: YAMLNode) throws(ValueMistake)
  /// The value as a configuration file would hold it.
  var policyValue: YAMLValue { get }
  /// The JSON schema of the value.
  static var policySchema: YAMLValue { get }
}

/// A value of a configuration that cannot be used.
public struct ValueMistake: Error, Hashable, Sendable {
  /// What is wrong, without a full stop.
  public let message: String
  /// Where it stands in the file.
  public let range: SourceRange
  /// What to write instead, as a sentence that begins with a verb.
  public let help: String?

  /// A mistake at a place.
  public init(_ message: String, at range: SourceRange, help: String? = nil) {
    self.message = message
    self.range = range
    self.help = help
  }

  /// A mistake where a node holds another kind of value than the one expected.
  static func expected(_ what: String, at node: YAMLNode) -> ValueMistake {
    let found = node.scalar.map { node.isNull ? "nothing" : "`\($0.text)`" } ?? node.kindName
    return ValueMistake("\(found) stands where \(what) is expected", at: node.range)
  }
}

/// A value that is one of few words.
public protocol PolicyChoice: PolicyValue, RawRepresentable, CaseIterable
where RawValue == String {}

extension PolicyChoice {
  /// The case that a word names; `true` and `false` name `yes` and `no` where those exist.
  public init(policy node: YAMLNode) throws(ValueMistake) {
    var text = node.text ?? ""
    if let bool = node.bool { text = bool ? "yes" : "no" }
    if let choice = Self(rawValue: text) {
      self = choice
      return
    }
    let words = Self.allCases.map(\.rawValue)
    let found = node.scalar.map { node.isNull ? "nothing" : "`\($0.text)`" } ?? node.kindName
    let nearest = nearestName(to: text, in: words)
    throw ValueMistake(
      "\(found) is none of \(words.map { "`\($0)`" }.joined(separator: ", "))", at: node.range,
      help: nearest.map { "Write `\($0)`" })
  }

  /// The word of the case.
  public var policyValue: YAMLValue { .string(rawValue) }

  /// A schema that lists the words.
  public static var policySchema: YAMLValue {
    ["enum": .list(allCases.map { .string($0.rawValue) })]
  }
}

extension Bool: PolicyValue {
  /// A plain `true` or `false`.
  public init(policy node: YAMLNode) throws(ValueMistake) {
    guard let bool = node.bool else { throw .expected("`true` or `false`", at: node) }
    self = bool
  }

  /// The truth value.
  public var policyValue: YAMLValue { .bool(self) }

  /// The schema of truth values.
  public static var policySchema: YAMLValue { ["type": "boolean"] }
}

extension Int: PolicyValue {
  /// A whole number that is not negative.
  public init(policy node: YAMLNode) throws(ValueMistake) {
    guard let int = node.int, int >= 0 else {
      throw .expected("a whole number from 0 on", at: node)
    }
    self = int
  }

  /// The number.
  public var policyValue: YAMLValue { .int(self) }

  /// The schema of whole numbers from 0 on.
  public static var policySchema: YAMLValue { ["type": "integer", "minimum": 0] }
}

extension Optional: PolicyValue where Wrapped: PolicyValue {
  /// A value, or nil from `none` or nothing.
  public init(policy node: YAMLNode) throws(ValueMistake) {
    if node.isNull || node.text == "none" { self = nil } else { self = try Wrapped(policy: node) }
  }

  /// The value, or `none`.
  public var policyValue: YAMLValue { map(\.policyValue) ?? .string("none") }

  /// The schema of the value, or of `none`.
  public static var policySchema: YAMLValue {
    ["anyOf": [Wrapped.policySchema, ["const": "none"]]]
  }
}

extension Array: PolicyValue where Element: PolicyValue {
  /// The values of a list; a single value reads as a list of one, `none` and nothing as an empty one.
  public init(policy node: YAMLNode) throws(ValueMistake) {
    self = []
    if node.isNull || node.text == "none" { return }
    guard let items = node.items else {
      append(try Element(policy: node))
      return
    }
    for item in items { append(try Element(policy: item)) }
  }

  /// The list.
  public var policyValue: YAMLValue { .list(map(\.policyValue)) }

  /// The schema of a list, or of one value.
  public static var policySchema: YAMLValue {
    ["anyOf": [["type": "array", "items": Element.policySchema], Element.policySchema]]
  }
}

extension String: PolicyValue {
  /// The text of a scalar; numbers read as they are written.
  public init(policy node: YAMLNode) throws(ValueMistake) {
    guard let text = node.text, !text.isEmpty else { throw .expected("a text", at: node) }
    self = text
  }

  /// The text.
  public var policyValue: YAMLValue { .string(self) }

  /// The schema of text.
  public static var policySchema: YAMLValue { ["type": "string"] }
}
