public import Documents

/// The labels that an image is to bear, with the form of each value.
public struct LabelSchema: Hashable, Sendable {
  /// The form of a label's value; the words are those of hadolint.
  public enum Form: String, PolicyChoice {
    /// Any text that is not empty.
    case text
    /// Any text.
    case rawtext
    /// A URL.
    case url
    /// A semantic version.
    case semver
    /// A git hash.
    case hash
    /// A time under RFC 3339.
    case rfc3339
    /// An SPDX licence expression.
    case spdx
    /// A mail address.
    case email
  }

  /// The forms by label.
  public let forms: [String: Form]

  /// A schema from the forms by label.
  public init(_ forms: [String: Form] = [:]) { self.forms = forms }
}

extension LabelSchema: PolicyValue {
  /// A mapping of labels to forms.
  public init(policy node: YAMLNode) throws(ValueMistake) {
    if node.isNull || node.text == "none" {
      self.init()
      return
    }
    guard let entries = node.entries else {
      throw .expected("a mapping of labels to forms", at: node)
    }
    var forms: [String: Form] = [:]
    for entry in entries { forms[entry.key] = try Form(policy: entry.value) }
    self.init(forms)
  }

  /// The mapping, labels in alphabetical order.
  public var policyValue: YAMLValue {
    .map(forms.sorted { $0.key < $1.key }.map { YAMLValue.Pair($0.key, $0.value.policyValue) })
  }

  /// The schema of the mapping.
  public static var policySchema: YAMLValue {
    ["type": "object", "additionalProperties": Form.policySchema]
  }
}
