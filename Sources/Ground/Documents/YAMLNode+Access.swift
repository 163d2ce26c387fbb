/// Typed reading under the core schema of YAML 1.2 (section 10.3).
extension YAMLNode {
  /// The scalar, where the node is one.
  public var scalar: Scalar? {
    if case .scalar(let scalar) = kind { scalar } else { nil }
  }

  /// The text of any scalar but null, whatever type it resolves to: `3.10` reads as `3.10`.
  public var text: String? { isNull ? nil : scalar?.text }

  /// The text of a scalar that resolves to a string.
  public var string: String? {
    guard let scalar, scalar.resolved == .string else { return nil }
    return scalar.text
  }

  /// The truth value of a plain `true` or `false`; `yes` and `on` are strings.
  public var bool: Bool? {
    guard let scalar, scalar.resolved == .bool else { return nil }
    return scalar.text.lowercased() == "true"
  }

  /// The whole number of a decimal, `0o` or `0x` scalar that fits 64 bits.
  public var int: Int? {
    guard let scalar, scalar.resolved == .int else { return nil }
    let text = scalar.text
    if text.hasPrefix("0o") { return Int(text.dropFirst(2), radix: 8) }
    if text.hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16) }
    return Int(text)
  }

  /// The number of a scalar that resolves to a whole or floating-point number.
  public var double: Double? {
    guard let scalar else { return nil }
    switch scalar.resolved {
    case .int:
      return int.map(Double.init) ?? Double(scalar.text)
    case .float:
      let text = scalar.text.lowercased()
      switch text {
      case ".nan": return .nan
      case ".inf", "+.inf": return .infinity
      case "-.inf": return -.infinity
      default: return Double(text)
      }
    case .null, .bool, .string, .other: return nil
    }
  }

  /// Whether the node is the null value, written as `null`, `~` or nothing.
  public var isNull: Bool { scalar?.resolved == .null }

  /// The values of a sequence.
  public var items: [YAMLNode]? {
    if case .sequence(let items) = kind { items } else { nil }
  }

  /// The entries of a mapping.
  public var entries: [Entry]? {
    if case .mapping(let entries) = kind { entries } else { nil }
  }

  /// The value of a key, where the node is a mapping that has it.
  public subscript(key: String) -> YAMLNode? {
    entries?.first { $0.key == key }?.value
  }

  /// What a person would call the node in a message, such as "a list".
  public var kindName: String {
    switch kind {
    case .sequence: return "a list"
    case .mapping: return "a mapping"
    case .scalar(let scalar):
      switch scalar.resolved {
      case .null: return "nothing"
      case .bool: return "a truth value"
      case .int, .float: return "a number"
      case .string, .other: return "a text"
      }
    }
  }
}

extension YAMLNode.Scalar {
  /// The types of the core schema.
  public enum Resolved: Hashable, Sendable {
    /// The null value.
    case null
    /// A truth value.
    case bool
    /// A whole number.
    case int
    /// A floating-point number.
    case float
    /// Text.
    case string
    /// A type that a tag names and the core schema does not know.
    case other
  }

  /// The type that tag, style and text give together.
  public var resolved: Resolved {
    switch tag {
    case nil: break
    case "!", "tag:yaml.org,2002:str": return .string
    case "tag:yaml.org,2002:null": return .null
    case "tag:yaml.org,2002:bool": return Self.resolve(text) == .bool ? .bool : .other
    case "tag:yaml.org,2002:int": return Self.resolve(text) == .int ? .int : .other
    case "tag:yaml.org,2002:float":
      let type = Self.resolve(text)
      return type == .int || type == .float ? .float : .other
    default: return .other
    }
    return style == .plain ? Self.resolve(text) : .string
  }

  /// The type of plain text under the core schema.
  static func resolve(_ text: String) -> Resolved {
    guard text.utf8.first.map(mayBeginOther) ?? true else { return .string }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE", "false", "False", "FALSE": return .bool
    case ".nan", ".NaN", ".NAN": return .float
    default: break
    }
    var rest = Array(text.utf8)[...]
    if rest.starts(with: Array("0o".utf8)) {
      rest = rest.dropFirst(2)
      return !rest.isEmpty && rest.allSatisfy { (0x30...0x37).contains($0) } ? .int : .string
    }
    if rest.starts(with: Array("0x".utf8)) {
      rest = rest.dropFirst(2)
      return !rest.isEmpty && rest.allSatisfy(isHexadecimal) ? .int : .string
    }
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      rest = rest.dropFirst()
    }
    if [".inf", ".Inf", ".INF"].contains(String(decoding: rest, as: UTF8.self)) { return .float }
    let whole = takeDigits(&rest)
    if whole > 0, rest.isEmpty { return .int }
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = takeDigits(&rest)
    }
    guard whole + fraction > 0 else { return .string }
    if let letter = rest.first, letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        rest = rest.dropFirst()
      }
      guard takeDigits(&rest) > 0 else { return .string }
    }
    return rest.isEmpty ? .float : .string
  }

  /// Whether anything but a string can begin with a byte.
  private static func mayBeginOther(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "~", "n", "N", "t", "T", "f", "F", ".", "+", "-", "0"..."9": true
    default: false
    }
  }

  private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> Int {
    let start = rest.startIndex
    rest = rest.drop { (0x30...0x39).contains($0) }
    return rest.startIndex - start
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
