/// A path, or a part of one, as the bytes it is: file systems and archives do not ask for UTF-8, and
/// two names that Unicode calls equal are two files.
public struct RawPath: Hashable, Sendable {
  /// The bytes.
  public let bytes: [UInt8]

  /// A path of bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A path of bytes.
  public init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

  /// A path from text.
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// Whether it has no bytes.
  public var isEmpty: Bool { bytes.isEmpty }

  /// As text; what is no UTF-8 shows as U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether it begins at the root.
  public var isAbsolute: Bool { bytes.first == UInt8(ascii: "/") }

  /// The parts between slashes, without empty ones and `.`; `..` is kept.
  public var parts: [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual([UInt8(ascii: ".")]) }
  }
}

extension RawPath: Comparable {
  /// The order of the bytes.
  public static func < (left: RawPath, right: RawPath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension RawPath: ExpressibleByStringLiteral {
  /// A path from a literal.
  public init(stringLiteral value: String) { self.init(value) }
}

extension RawPath: CustomStringConvertible {
  /// The path as text.
  public var description: String { text }
}
