public import Source

/// A value of a YAML document that knows where it stands.
///
/// Keys keep the order of the document, and aliases are already replaced by
/// what they stand for.
public struct YAMLNode: Hashable, Sendable {
  /// What the node holds.
  public let kind: Kind
  /// Where it stands, as bytes of its source; for an alias the place of the alias.
  public let range: SourceRange

  /// What a node holds.
  public enum Kind: Hashable, Sendable {
    /// Text, of which the style and tag say what it means.
    case scalar(Scalar)
    /// Values in order.
    case sequence([YAMLNode])
    /// Keys with their values, in the order of the document; no key stands twice.
    case mapping([Entry])
  }

  /// Text with the way it was written.
  public struct Scalar: Hashable, Sendable {
    /// The text after quotes and escapes are taken away.
    public let text: String
    /// The way it was written.
    public let style: Style
    /// The tag as the document resolves it, such as `tag:yaml.org,2002:str`; nil without one.
    public let tag: String?

    /// A scalar from its parts.
    public init(text: String, style: Style = .plain, tag: String? = nil) {
      self.text = text
      self.style = style
      self.tag = tag
    }
  }

  /// The ways to write a scalar.
  public enum Style: String, Hashable, Sendable, CaseIterable {
    /// Without quotes.
    case plain
    /// Between `'`.
    case singleQuoted
    /// Between `"`.
    case doubleQuoted
    /// After `|`, lines kept.
    case literal
    /// After `>`, lines joined.
    case folded
  }

  /// A key with its value.
  public struct Entry: Hashable, Sendable {
    /// The text of the key.
    public let key: String
    /// Where the key stands.
    public let keyRange: SourceRange
    /// The value.
    public let value: YAMLNode

    /// An entry from its parts.
    public init(key: String, keyRange: SourceRange, value: YAMLNode) {
      self.key = key
      self.keyRange = keyRange
      self.value = value
    }
  }

  /// A node from what it holds and where it stands.
  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}
