public import Source

/// A place in a text that holds a secret.
public struct SecretFinding: Hashable, Sendable {
  /// How sure it is that the place holds a secret in use.
  public enum Confidence: Int, Hashable, Sendable, Comparable {
    /// It could also be a default, an example or chance.
    case possible
    /// It has the form of a secret.
    case likely
    /// It has the form of a secret and its checksum or inner structure holds.
    case certain

    /// Orders from `possible` to `certain`.
    public static func < (left: Confidence, right: Confidence) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// The kind in kebab case, such as `github-token`; it does not change between versions.
  public let kind: String
  /// The kind in words, such as "GitHub token".
  public let title: String
  /// The bytes of the secret itself.
  public let range: SourceRange
  /// How sure it is.
  public let confidence: Confidence
  /// At most the first four characters of the secret, and an ellipsis.
  public let preview: String
  /// The variable or key that the secret is the value of; nil where there is none.
  public let name: String?

  init(
    kind: String, title: String, range: Range<Int>, confidence: Confidence, in bytes: [UInt8],
    name: String? = nil
  ) {
    self.kind = kind
    self.title = title
    self.range = SourceRange(range)
    self.confidence = confidence
    self.name = name
    preview = Self.redacted(bytes[range])
  }

  /// The first four printable characters of a secret of twelve bytes or more,
  /// and an ellipsis; of a shorter one nothing but the ellipsis.
  static func redacted(_ secret: ArraySlice<UInt8>) -> String {
    guard secret.count >= 12 else { return "…" }
    let start = secret.prefix(4).prefix { $0 > 0x20 && $0 < 0x7F }
    return String(decoding: start, as: UTF8.self) + "…"
  }
}
