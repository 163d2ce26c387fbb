/// A JSON value (RFC 8259) that keeps what a document says: the order of
/// members, repeated keys and the text of numbers.
public enum JSON: Hashable, Sendable {
  /// The value `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number as it was written, such as `1.50` or `1e3`.
  case number(String)
  /// A text.
  case string(String)
  /// Values in their order.
  case array([JSON])
  /// Members in their order.
  case object([Member])

  /// A key of an object with its value.
  public struct Member: Hashable, Sendable {
    /// The key.
    public let key: String
    /// The value.
    public var value: JSON

    /// A member from its key and value.
    public init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// A number without a fraction.
  public static func number(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

  /// A number with a fraction; `null` where it is infinite or no number, which JSON cannot say.
  public static func number(_ value: Double) -> JSON {
    value.isFinite ? .number(value.description) : .null
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }

  /// `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// A number without a fraction.
  public init(integerLiteral value: Int) { self = .number(String(value)) }

  /// The value `null`.
  public init(nilLiteral: ()) { self = .null }

  /// An array of the values.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// An object of the members, in the order they are written.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}
