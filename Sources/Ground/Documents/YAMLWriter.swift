extension YAMLValue {
  /// The value as a YAML document in block style that ends with a newline.
  ///
  /// Text is quoted wherever a reader of YAML 1.1 or 1.2 could take it for anything else.
  public var document: String {
    var text = ""
    switch self {
    case .list(let items) where !items.isEmpty: Self.write(items, indent: 0, to: &text)
    case .map(let pairs) where !pairs.isEmpty: Self.write(pairs, indent: 0, to: &text)
    default: text += inline + "\n"
    }
    return text
  }

  /// The value on one line, in flow style.
  public var inline: String {
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .double(let value):
      if value.isNaN { return ".nan" }
      if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
      return value.description
    case .string(let text): return Self.quoted(text, inFlow: true)
    case .list(let items): return "[" + items.map(\.inline).joined(separator: ", ") + "]"
    case .map(let pairs):
      let inner = pairs.map { "\(Self.quoted($0.key, inFlow: true)): \($0.value.inline)" }
      return "{" + inner.joined(separator: ", ") + "}"
    }
  }

  private static func write(_ items: [YAMLValue], indent: Int, to text: inout String) {
    for item in items {
      text += String(repeating: " ", count: indent) + "-"
      write(after: item, indent: indent, inList: true, to: &text)
    }
  }

  private static func write(_ pairs: [Pair], indent: Int, to text: inout String) {
    let margin = String(repeating: " ", count: indent)
    for pair in pairs {
      let key = quoted(pair.key, inFlow: false)
      // YAML 1.2 section 7.4.2 bounds an implicit key to 1024 characters.
      text += key.utf8.count > 512 ? "\(margin)? \(key)\n\(margin):" : "\(margin)\(key):"
      write(after: pair.value, indent: indent, inList: false, to: &text)
    }
  }

  /// Writes a value after the `-` or `:` that stands at `indent`.
  private static func write(
    after value: YAMLValue, indent: Int, inList: Bool, to text: inout String
  ) {
    switch value {
    case .list(let items) where !items.isEmpty:
      text += "\n"
      write(items, indent: indent + 2, to: &text)
    case .map(let pairs) where !pairs.isEmpty:
      guard inList else {
        text += "\n"
        return write(pairs, indent: indent + 2, to: &text)
      }
      var inner = ""
      write(pairs, indent: indent + 2, to: &inner)
      text += " " + inner.dropFirst(indent + 2)
    case .string(let string): text += " \(quoted(string, inFlow: false))\n"
    default: text += " \(value.inline)\n"
    }
  }

  /// Text as a plain scalar where nobody can misread it, else between double quotes.
  static func quoted(_ text: String, inFlow: Bool) -> String {
    if isPlain(text, inFlow: inFlow) { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        switch scalar.value {
        case 0x00..<0x20, 0x7F..<0xA0: result += "\\x" + hexadecimal(scalar.value, digits: 2)
        case 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
          result += "\\u" + hexadecimal(scalar.value, digits: 4)
        default: result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// Words that YAML 1.1 or 1.2 reads as something else than text.
  private static let words: Set<String> = [
    "null", "true", "false", "yes", "no", "on", "off", "y", "n",
  ]

  private static func isPlain(_ text: String, inFlow: Bool) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last else { return false }
    guard isLetter(first) || first == UInt8(ascii: "/") || first == UInt8(ascii: "_") else {
      return false
    }
    if last == UInt8(ascii: " ") || last == UInt8(ascii: ":") { return false }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: ":"):
        if inFlow || bytes[index + 1] == UInt8(ascii: " ") { return false }
      case UInt8(ascii: ","): if inFlow { return false }
      case UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "="),
        UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ";"):
        continue
      default:
        guard isLetter(byte) || (0x30...0x39).contains(byte) else { return false }
      }
    }
    return !words.contains(text.lowercased())
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
