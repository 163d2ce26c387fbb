/// The reason why a word cannot be expanded; BuildKit fails on the same words.
public struct ExpansionError: Error, Hashable, Sendable {
  /// What is wrong.
  public let kind: Kind
  /// The bytes of the word that are at fault.
  public let range: Range<Int>

  /// A fault of bytes of a word.
  public init(kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }

  /// The kinds of fault.
  public enum Kind: Hashable, Sendable {
    /// A single quote that nothing closes.
    case unclosedSingleQuote
    /// A double quote that nothing closes.
    case unclosedDoubleQuote
    /// A `${` that no `}` closes.
    case unclosedBrace
    /// A `${v/pattern` without the second `/`.
    case missingReplacement
    /// A `${` that no name follows: `${}`, `${:…}`, `${{…}`.
    case missingName
    /// An operator that BuildKit does not know, such as `:=`.
    case unsupportedOperator(String)
    /// `${name?message}` of a variable that is unset.
    case requiredVariableUnset(name: String, message: String)
    /// `${name:?message}` of a variable that is set and empty.
    case requiredVariableEmpty(name: String, message: String)
    /// A pattern with a backslash before a character that needs none.
    case invalidPattern(pattern: String, escape: String)
    /// More than `Expander.maximumDepth` substitutions within each other.
    case tooDeep
    /// A result or a search that passes what the expander is ready to do.
    case tooLarge
  }
}

extension ExpansionError: CustomStringConvertible {
  /// The fault as a sentence for people.
  public var description: String {
    switch kind {
    case .unclosedSingleQuote: "a single quote is not closed; add `'` or escape the quote"
    case .unclosedDoubleQuote: "a double quote is not closed; add `\"` or escape the quote"
    case .unclosedBrace: "a `${` is not closed; add `}`"
    case .missingReplacement: "`${name/pattern` has no replacement; write `${name/pattern/text}`"
    case .missingName: "`${` is not followed by the name of a variable"
    case .unsupportedOperator(let text):
      "`\(text)` is no operator that a Dockerfile knows; use one of `:-`, `:+`, `:?`, `#`, `%`, `/`"
    case .requiredVariableUnset(let name, let message):
      message.isEmpty
        ? "`\(name)` must be set and is not" : "`\(name)` must be set and is not: \(message)"
    case .requiredVariableEmpty(let name, let message):
      message.isEmpty
        ? "`\(name)` must not be empty and is" : "`\(name)` must not be empty and is: \(message)"
    case .invalidPattern(let pattern, let escape):
      "the pattern `\(pattern)` escapes `\(escape)`; only `*`, `?`, `\\`, `/` and `}` can be escaped"
    case .tooDeep: "substitutions stand too deep within each other"
    case .tooLarge: "the expansion grows too large"
    }
  }
}
