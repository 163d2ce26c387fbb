/// The headers of a message, in their order; names are compared without regard to case.
public struct HTTPHeaders: Sendable {
  /// One header.
  public struct Field: Sendable {
    /// The name as it was written.
    public let name: String
    /// The value without space around it.
    public let value: String
  }

  /// All headers.
  public private(set) var fields: [Field] = []

  /// Headers from names and values.
  public init(_ pairs: [(String, String)] = []) {
    for (name, value) in pairs { add(name, value) }
  }

  /// The first value of a header; nil where there is none. Setting it replaces all, nil removes them.
  public subscript(name: String) -> String? {
    get { fields.first { HTTPHeaders.isSame($0.name, name) }?.value }
    set {
      fields.removeAll { HTTPHeaders.isSame($0.name, name) }
      if let newValue { add(name, newValue) }
    }
  }

  /// Every value of a header.
  public func all(_ name: String) -> [String] {
    fields.filter { HTTPHeaders.isSame($0.name, name) }.map(\.value)
  }

  /// Adds a header after the others.
  public mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// The header's value where it is a whole number of at least 0.
  public func count(_ name: String) -> Int64? {
    guard let text = self[name], !text.isEmpty, text.utf8.allSatisfy({ 48...57 ~= $0 }) else {
      return nil
    }
    return Int64(text)
  }

  /// Whether every name and value can stand on a line of its own, and so forges no other header.
  var isWellFormed: Bool {
    fields.allSatisfy { field in
      !field.name.isEmpty
        && field.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
        && field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 9 }
    }
  }

  private static func isSame(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count
      && zip(left.utf8, right.utf8).allSatisfy { lower($0) == lower($1) }
  }

  private static func lower(_ byte: UInt8) -> UInt8 { 65...90 ~= byte ? byte | 0x20 : byte }
}
