/// A writer of JSON that never holds the whole value: members and values are
/// written one after the other, and what is written can be taken away at any time.
///
/// ```swift
/// var writer = JSONWriter(.pretty)
/// writer.object {
///   $0.member("name", "hardstand")
///   $0.array("lines") { for line in 1...3 { $0.value(line) } }
/// }
/// ```
/// Methods with a key belong inside of an object, those without one at the top or
/// inside of an array.
public struct JSONWriter: Sendable {
  /// What is written and not yet taken, in UTF-8.
  public private(set) var bytes: [UInt8] = []
  private let isPretty: Bool
  private var depth = 0
  /// Whether the innermost array or object has nothing in it yet.
  private var isFirst = true

  /// A writer with nothing written.
  public init(_ layout: JSON.Writing.Layout = .compact) {
    isPretty = layout == .pretty
  }

  /// What is written and not yet taken, which the writer then forgets.
  public mutating func take() -> [UInt8] {
    let taken = bytes
    bytes = []
    return taken
  }

  /// Writes an object whose members `fill` writes.
  public mutating func object(_ fill: (inout JSONWriter) throws -> Void) rethrows {
    separate()
    try enclosed("{", "}", fill)
  }

  /// Writes an array whose values `fill` writes.
  public mutating func array(_ fill: (inout JSONWriter) throws -> Void) rethrows {
    separate()
    try enclosed("[", "]", fill)
  }

  /// Writes a text.
  public mutating func value(_ text: String) {
    separate()
    append(text)
  }

  /// Writes a number without a fraction.
  public mutating func value(_ number: Int) {
    separate()
    bytes.append(contentsOf: String(number).utf8)
  }

  /// Writes a value, its members in the given order.
  public mutating func value(_ json: JSON, keyOrder: JSON.Writing.KeyOrder = .kept) {
    separate()
    append(json, keyOrder)
  }

  /// Writes a member that is an object whose members `fill` writes.
  public mutating func object(
    _ key: String, _ fill: (inout JSONWriter) throws -> Void
  ) rethrows {
    write(key: key)
    try enclosed("{", "}", fill)
  }

  /// Writes a member that is an array whose values `fill` writes.
  public mutating func array(
    _ key: String, _ fill: (inout JSONWriter) throws -> Void
  ) rethrows {
    write(key: key)
    try enclosed("[", "]", fill)
  }

  /// Writes a member that is a text; writes nothing where there is none.
  public mutating func member(_ key: String, _ text: String?) {
    guard let text else { return }
    write(key: key)
    append(text)
  }

  /// Writes a member that is a number.
  public mutating func member(_ key: String, _ number: Int) {
    write(key: key)
    bytes.append(contentsOf: String(number).utf8)
  }

  /// Writes a member that is `true` or `false`.
  public mutating func member(_ key: String, _ flag: Bool) {
    write(key: key)
    bytes.append(contentsOf: (flag ? "true" : "false").utf8)
  }

  /// Writes a member that is an array of texts.
  public mutating func member(_ key: String, _ texts: [String]) {
    array(key) { for text in texts { $0.value(text) } }
  }

  /// Writes a member that is any value, its own members in the given order.
  public mutating func member(
    _ key: String, _ json: JSON, keyOrder: JSON.Writing.KeyOrder = .kept
  ) {
    write(key: key)
    append(json, keyOrder)
  }

  private mutating func write(key: String) {
    separate()
    append(key)
    bytes.append(UInt8(ascii: ":"))
    if isPretty { bytes.append(UInt8(ascii: " ")) }
  }

  private mutating func separate() {
    if depth == 0 { return }
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    newLine()
  }

  private mutating func newLine() {
    guard isPretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
  }

  private mutating func enclosed(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ fill: (inout JSONWriter) throws -> Void
  ) rethrows {
    bytes.append(UInt8(ascii: opening))
    depth += 1
    isFirst = true
    try fill(&self)
    depth -= 1
    if !isFirst { newLine() }
    isFirst = false
    bytes.append(UInt8(ascii: closing))
  }

  private mutating func append(_ json: JSON, _ keyOrder: JSON.Writing.KeyOrder) {
    switch json {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .number(let text): bytes.append(contentsOf: text.utf8)
    case .string(let text): append(text)
    case .array(let values):
      enclosed("[", "]") { for value in values { $0.value(value, keyOrder: keyOrder) } }
    case .object(let members):
      enclosed("{", "}") {
        for member in keyOrder.sorted(members) {
          $0.member(member.key, member.value, keyOrder: keyOrder)
        }
      }
    }
  }

  /// Appends a text in quotes; only what RFC 8259 demands is escaped.
  private mutating func append(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      var index = 0
      while index < utf8.count {
        let byte = utf8[index]
        // 0x22 is the quote, 0x5C the backslash.
        if byte < 0x20 || byte == 0x22 || byte == 0x5C {
          bytes.append(contentsOf: utf8[start..<index])
          appendEscape(byte)
          start = index + 1
        }
        index += 1
      }
      bytes.append(contentsOf: utf8[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x00..<0x20:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 0xF)])
    default: bytes.append(byte)
    }
  }
}
