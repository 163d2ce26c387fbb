public import Documents

/// The user ids that a policy accepts.
public struct UserIDs: Hashable, Sendable {
  /// What one id is measured against.
  public enum Bound: Hashable, Sendable {
    /// Exactly this id.
    case exactly(Int)
    /// This id or any above.
    case atLeast(Int)
  }

  /// The bounds, one of which must hold; none accepts every id.
  public let bounds: [Bound]

  /// Every id.
  public static let any = UserIDs([])

  /// The ids that meet one of the bounds.
  public init(_ bounds: [Bound]) { self.bounds = bounds }

  /// Whether an id is accepted.
  public func accepts(_ id: Int) -> Bool {
    bounds.isEmpty
      || bounds.contains {
        switch $0 {
        case .exactly(let wanted): id == wanted
        case .atLeast(let least): id >= least
        }
      }
  }
}

extension UserIDs: CustomStringConvertible {
  /// The bounds as text, such as `>=10001 or 65532`.
  public var description: String {
    bounds.isEmpty ? "any" : bounds.map(\.description).joined(separator: " or ")
  }
}

extension UserIDs.Bound: CustomStringConvertible {
  /// The bound as a configuration file holds it.
  public var description: String {
    switch self {
    case .exactly(let id): String(id)
    case .atLeast(let id): ">=\(id)"
    }
  }
}

extension UserIDs: PolicyValue {
  /// `any`, an id, `>=ID`, or a list of those.
  public init(policy node: YAMLNode) throws(ValueMistake) {
    if node.text == "any" {
      self = .any
      return
    }
    var bounds: [Bound] = []
    for item in node.items ?? [node] {
      var text = Substring(item.text ?? "")
      let isLeast = text.hasPrefix(">=")
      if isLeast { text = text.dropFirst(2).drop { $0 == " " } }
      guard let id = UInt32(text) else {
        throw .expected("`any`, a user id, or a bound such as `>=10001`", at: item)
      }
      bounds.append(isLeast ? .atLeast(Int(id)) : .exactly(Int(id)))
    }
    self.init(bounds)
  }

  /// The bounds, a single one without a list.
  public var policyValue: YAMLValue {
    let values = bounds.map { bound in
      switch bound {
      case .exactly(let id): YAMLValue.int(id)
      case .atLeast: YAMLValue.string(bound.description)
      }
    }
    if values.isEmpty { return "any" }
    return values.count == 1 ? values[0] : .list(values)
  }

  /// The schema of the forms.
  public static var policySchema: YAMLValue {
    let one: YAMLValue = [
      "anyOf": [
        ["type": "integer", "minimum": 0], ["type": "string", "pattern": "^>= ?[0-9]+$"],
      ]
    ]
    return ["anyOf": [["const": "any"], one, ["type": "array", "items": one]]]
  }
}
