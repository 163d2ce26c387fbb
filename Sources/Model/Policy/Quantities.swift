public import Documents

/// A number of bytes.
public struct ByteCount: Hashable, Sendable {
  /// The bytes, from 0 on.
  public let bytes: Int

  /// A number of bytes.
  public init(bytes: Int) { self.bytes = bytes }

  /// Units by name; those of ten come first, as image sizes are told in them.
  private static let units: [(name: String, factor: Int)] = [
    ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("GiB", 1 << 30), ("MiB", 1 << 20),
    ("KiB", 1 << 10), ("B", 1),
  ]
}

extension ByteCount: CustomStringConvertible {
  /// The bytes in the greatest unit that divides them, such as `200MB`.
  public var description: String {
    for (name, factor) in Self.units where bytes >= factor && bytes % factor == 0 {
      return "\(bytes / factor)\(name)"
    }
    return "\(bytes)B"
  }
}

extension ByteCount: PolicyValue {
  /// A whole number with a unit, such as `200MB` or `64 MiB`; bytes without one.
  public init(policy node: YAMLNode) throws(ValueMistake) {
    if let (number, unit) = quantity(node),
      let factor = unit.isEmpty
        ? 1 : Self.units.first(where: { $0.name.lowercased() == unit.lowercased() })?.factor
    {
      let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
      if !overflow {
        self.init(bytes: bytes)
        return
      }
    }
    throw .expected("a size such as `200MB`", at: node)
  }

  /// The size with its unit.
  public var policyValue: YAMLValue { .string(description) }

  /// The schema of sizes.
  public static var policySchema: YAMLValue {
    [
      "anyOf": [
        ["type": "integer", "minimum": 0],
        ["type": "string", "pattern": "^[0-9]+ ?([GMkK]i?)?B?$"],
      ]
    ]
  }
}

extension ByteCount {
  /// The number that a text writes, with a unit such as `20GB` or `512MiB`, bytes without one; nil where
  /// it writes none.
  public init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    let names = [unit, unit + "b"]
    guard let number = Int(digits),
      let factor = unit.isEmpty
        ? 1 : Self.units.first(where: { names.contains($0.name.lowercased()) })?.factor
    else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
    if overflow { return nil }
    self.init(bytes: bytes)
  }
}

/// A span of time in whole seconds.
public struct TimeSpan: Hashable, Sendable {
  /// The seconds, from 0 on.
  public let seconds: Int

  /// A span of seconds.
  public init(seconds: Int) { self.seconds = seconds }

  private static let units: [(name: String, factor: Int)] = [("h", 3600), ("m", 60), ("s", 1)]
}

extension TimeSpan: CustomStringConvertible {
  /// The span in the greatest unit that divides it, such as `5m`.
  public var description: String {
    for (name, factor) in Self.units where seconds >= factor && seconds % factor == 0 {
      return "\(seconds / factor)\(name)"
    }
    return "\(seconds)s"
  }
}

extension TimeSpan: PolicyValue {
  /// A whole number with `s`, `m` or `h`, such as `5m`; seconds without one.
  public init(policy node: YAMLNode) throws(ValueMistake) {
    if let (number, unit) = quantity(node),
      let factor = unit.isEmpty ? 1 : Self.units.first(where: { $0.name == unit })?.factor
    {
      let (seconds, overflow) = number.multipliedReportingOverflow(by: factor)
      if !overflow {
        self.init(seconds: seconds)
        return
      }
    }
    throw .expected("a time such as `5m`", at: node)
  }

  /// The span with its unit.
  public var policyValue: YAMLValue { .string(description) }

  /// The schema of spans.
  public static var policySchema: YAMLValue {
    [
      "anyOf": [
        ["type": "integer", "minimum": 0], ["type": "string", "pattern": "^[0-9]+ ?[smh]?$"],
      ]
    ]
  }
}

/// The number and the unit of a scalar such as `200 MB`.
private func quantity(_ node: YAMLNode) -> (number: Int, unit: String)? {
  guard let text = node.text else { return nil }
  let digits = text.prefix { $0.isASCII && $0.isNumber }
  guard let number = Int(digits) else { return nil }
  return (number, String(text.dropFirst(digits.count).drop { $0 == " " }))
}

/// The size that an image may have, for all projects or by the language of the project.
public struct SizeBudget: Hashable, Sendable {
  /// The size where no language says otherwise; nil for no bound.
  public let any: ByteCount?
  /// Sizes by language, in lower case.
  public let byLanguage: [String: ByteCount]

  /// A budget from its sizes.
  public init(any: ByteCount? = nil, byLanguage: [String: ByteCount] = [:]) {
    self.any = any
    self.byLanguage = byLanguage
  }

  /// The size that a project of a language may have; nil for no bound.
  public func size(for language: String?) -> ByteCount? {
    language.flatMap { byLanguage[$0.lowercased()] } ?? any
  }
}

extension SizeBudget: PolicyValue {
  /// A size, `none`, or sizes by language, where `any` stands for all others.
  public init(policy node: YAMLNode) throws(ValueMistake) {
    guard let entries = node.entries else {
      self.init(any: try ByteCount?(policy: node))
      return
    }
    var any: ByteCount?
    var byLanguage: [String: ByteCount] = [:]
    for entry in entries {
      let size = try ByteCount(policy: entry.value)
      if entry.key == "any" { any = size } else { byLanguage[entry.key.lowercased()] = size }
    }
    self.init(any: any, byLanguage: byLanguage)
  }

  /// The sizes, a single one without a mapping.
  public var policyValue: YAMLValue {
    if byLanguage.isEmpty { return any.policyValue }
    var pairs = any.map { [YAMLValue.Pair("any", $0.policyValue)] } ?? []
    for (language, size) in byLanguage.sorted(by: { $0.key < $1.key }) {
      pairs.append(YAMLValue.Pair(language, size.policyValue))
    }
    return .map(pairs)
  }

  /// The schema of the forms.
  public static var policySchema: YAMLValue {
    [
      "anyOf": [
        ByteCount?.policySchema,
        ["type": "object", "additionalProperties": ByteCount.policySchema],
      ]
    ]
  }
}
