public import Documents

/// How many vulnerabilities an image may have before a gate closes.
public struct ScanGate: Hashable, Sendable {
  /// A class of vulnerabilities, from the gravest.
  public enum Class: String, Hashable, Sendable, CaseIterable {
    /// Critical ones.
    case critical
    /// Critical ones for which a repair is published.
    case criticalFixable = "critical-fixable"
    /// High ones.
    case high
    /// High ones for which a repair is published.
    case highFixable = "high-fixable"
    /// Medium ones.
    case medium
    /// Medium ones for which a repair is published.
    case mediumFixable = "medium-fixable"
    /// Low ones.
    case low
    /// Low ones for which a repair is published.
    case lowFixable = "low-fixable"
  }

  /// Whether an image is to be scanned at all.
  public let isRequired: Bool
  /// The most that an image may have of a class; classes without a number have no bound.
  public let atMost: [Class: Int]

  /// No scan.
  public static let off = ScanGate(isRequired: false, atMost: [:])
  /// A scan that lets everything through.
  public static let report = ScanGate(isRequired: true, atMost: [:])

  /// A gate from its bounds.
  public init(isRequired: Bool = true, atMost: [Class: Int]) {
    self.isRequired = isRequired
    self.atMost = atMost
  }
}

extension ScanGate: PolicyValue {
  /// `off`, `report`, or the most there may be of each class.
  public init(policy node: YAMLNode) throws(ValueMistake) {
    switch node.text {
    case "off": self = .off
    case "report": self = .report
    default:
      guard let entries = node.entries else {
        throw .expected("`off`, `report`, or numbers such as `{critical: 0}`", at: node)
      }
      var atMost: [Class: Int] = [:]
      for entry in entries {
        guard let kind = Class(rawValue: entry.key) else {
          let nearest = nearestName(to: entry.key, in: Class.allCases.map(\.rawValue))
          throw ValueMistake(
            "`\(entry.key)` is no class of vulnerabilities", at: entry.keyRange,
            help: nearest.map { "Write `\($0)`" })
        }
        atMost[kind] = try Int(policy: entry.value)
      }
      self.init(atMost: atMost)
    }
  }

  /// The word or the numbers.
  public var policyValue: YAMLValue {
    if !isRequired { return "off" }
    if atMost.isEmpty { return "report" }
    return .map(
      Class.allCases.compactMap { kind in
        atMost[kind].map { YAMLValue.Pair(kind.rawValue, .int($0)) }
      })
  }

  /// The schema of the forms.
  public static var policySchema: YAMLValue {
    let properties = Class.allCases.map { YAMLValue.Pair($0.rawValue, Int.policySchema) }
    return [
      "anyOf": [
        ["enum": ["off", "report"]],
        ["type": "object", "properties": .map(properties), "additionalProperties": false],
      ]
    ]
  }
}
