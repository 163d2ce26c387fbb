/// A value to be written as YAML, or a node without its places.
public indirect enum YAMLValue: Hashable, Sendable {
  /// The null value.
  case null
  /// A truth value.
  case bool(Bool)
  /// A whole number.
  case int(Int)
  /// A floating-point number.
  case double(Double)
  /// Text.
  case string(String)
  /// Values in order.
  case list([YAMLValue])
  /// Keys with their values, written in this order; a key must not stand twice.
  case map([Pair])

  /// A key with its value.
  public struct Pair: Hashable, Sendable {
    /// The text of the key.
    public let key: String
    /// The value.
    public let value: YAMLValue

    /// A pair from its parts.
    public init(_ key: String, _ value: YAMLValue) {
      self.key = key
      self.value = value
    }
  }
}

extension YAMLValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
  /// Text.
  public init(stringLiteral text: String) { self = .string(text) }
  /// Values in order.
  public init(arrayLiteral items: YAMLValue...) { self = .list(items) }
  /// Keys with their values, in the order written.
  public init(dictionaryLiteral pairs: (String, YAMLValue)...) {
    self = .map(pairs.map { Pair($0.0, $0.1) })
  }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .int(value) }
}

extension YAMLNode {
  /// The value without its places; scalars of unknown tags read as text.
  public var value: YAMLValue {
    switch kind {
    case .sequence(let items): return .list(items.map(\.value))
    case .mapping(let entries):
      return .map(entries.map { YAMLValue.Pair($0.key, $0.value.value) })
    case .scalar(let scalar):
      if isNull { return .null }
      if let bool { return .bool(bool) }
      if let int { return .int(int) }
      if let double { return .double(double) }
      return .string(scalar.text)
    }
  }
}
