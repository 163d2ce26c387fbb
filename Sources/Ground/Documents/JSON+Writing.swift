extension JSON {
  /// How a document is laid out.
  public struct Writing: Hashable, Sendable {
    /// Where white space stands.
    public enum Layout: Hashable, Sendable {
      /// Nowhere.
      case compact
      /// Each member and value on its own line, two spaces deeper than what holds it.
      case pretty
    }

    /// In which order the members of an object stand.
    public enum KeyOrder: Hashable, Sendable {
      /// As they are in the value.
      case kept
      /// By the UTF-8 bytes of their keys, as Go's `encoding/json` writes maps.
      case byBytes
      /// By the UTF-16 code units of their keys (RFC 8785, section 3.2.3).
      case byUTF16
    }

    /// Where white space stands.
    public var layout: Layout
    /// In which order members stand.
    public var keyOrder: KeyOrder

    /// A way to lay out a document.
    public init(_ layout: Layout, keyOrder: KeyOrder = .kept) {
      self.layout = layout
      self.keyOrder = keyOrder
    }

    /// Without white space, members as they are.
    public static let compact = Writing(.compact)
    /// For people to read, members as they are.
    public static let pretty = Writing(.pretty)
    /// After RFC 8785, but for numbers, which keep their text: without white space,
    /// members by UTF-16 code units.
    public static let canonical = Writing(.compact, keyOrder: .byUTF16)
  }

  /// The document as UTF-8, without a final line break.
  public func bytes(_ writing: Writing = .compact) -> [UInt8] {
    var writer = JSONWriter(writing.layout)
    writer.value(self, keyOrder: writing.keyOrder)
    return writer.bytes
  }

  /// The document as text, without a final line break.
  public func text(_ writing: Writing = .compact) -> String {
    String(decoding: bytes(writing), as: UTF8.self)
  }
}

extension JSON.Writing.KeyOrder {
  /// The members in this order; those with equal keys keep theirs.
  func sorted(_ members: [JSON.Member]) -> [JSON.Member] {
    let precedes: (String, String) -> Bool
    switch self {
    case .kept: return members
    case .byBytes: precedes = { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    case .byUTF16: precedes = { $0.utf16.lexicographicallyPrecedes($1.utf16) }
    }
    return members.enumerated().sorted { left, right in
      if precedes(left.element.key, right.element.key) { return true }
      if precedes(right.element.key, left.element.key) { return false }
      return left.offset < right.offset
    }.map(\.element)
  }
}

extension JSON: CustomStringConvertible {
  /// The document without white space.
  public var description: String { text() }
}
