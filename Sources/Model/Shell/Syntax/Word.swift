public import Source

/// A word of a command: text, quotes and expansions without a blank between them.
public struct Word: Hashable, Sendable {
  /// The text as it is written, quotes included; line breaks of the file that are joined away
  /// are not in it.
  public let text: String
  /// Where it stands.
  public let range: SourceRange
  private let storedParts: [WordPart]
  private let flags: Flags

  struct Flags: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    /// The text is its one literal part.
    static let plain = Flags(rawValue: 1)
    static let expansion = Flags(rawValue: 2)
    static let glob = Flags(rawValue: 4)
    static let brace = Flags(rawValue: 8)
    static let expandsBraces = Flags(rawValue: 16)
    static let tilde = Flags(rawValue: 32)
    static let quote = Flags(rawValue: 64)
  }

  /// A word that is its text.
  init(plain text: String, range: SourceRange) {
    self.text = text
    self.range = range
    storedParts = []
    flags = .plain
  }

  init(text: String, parts: [WordPart], flags: Flags, range: SourceRange) {
    self.text = text
    self.range = range
    storedParts = parts
    self.flags = flags
  }

  /// The word without its first `count` bytes, which are literal text.
  func dropping(_ count: Int, parts: [WordPart], range: SourceRange) -> Word {
    let rest = String(decoding: text.utf8.dropFirst(count), as: UTF8.self)
    if flags.contains(.plain) { return Word(plain: rest, range: range) }
    return Word(text: rest, parts: parts, flags: flags, range: range)
  }

  /// The pieces in their order; empty only where the word is.
  public var parts: [WordPart] {
    if flags.contains(.plain) {
      return text.isEmpty ? [] : [WordPart(kind: .literal(text), range: range)]
    }
    return storedParts
  }

  /// Whether it is unquoted text without anything that the shell acts on.
  public var isPlain: Bool { flags.contains(.plain) }

  /// The value, where nothing has to be expanded to know it; globs count as the text they are.
  /// Nil with parameters, substitutions, a tilde, or braces that the shell expands.
  public var literal: String? {
    if flags.contains(.plain) { return text }
    if flags.contains(.expansion) || flags.contains(.tilde) || flags.contains(.expandsBraces) {
      return nil
    }
    return literalPrefix
  }

  /// The part of the value before the first expansion.
  public var literalPrefix: String {
    if flags.contains(.plain) { return text }
    var value = ""
    for part in storedParts where !part.appendLiteral(to: &value) { break }
    return value
  }

  /// The part of the value after the last expansion.
  public var literalSuffix: String {
    if flags.contains(.plain) { return text }
    var value = ""
    for part in storedParts.reversed() {
      var piece = ""
      guard part.appendLiteral(to: &piece) else { break }
      value = piece + value
    }
    return value
  }

  /// Whether anything in it is a parameter, a substitution or arithmetic.
  public var containsExpansion: Bool { flags.contains(.expansion) }

  /// Whether an unquoted `*`, `?` or `[…]` is in it.
  public var hasUnquotedGlob: Bool { flags.contains(.glob) }

  /// Whether it has `{a,b}` or `{1..3}`, whatever the shell makes of it.
  public var hasBraceExpansion: Bool { flags.contains(.brace) }

  /// Whether it begins with a `~` that stands for a home directory.
  public var hasTilde: Bool { flags.contains(.tilde) }

  /// Whether any quote or backslash is in it.
  public var hasQuotes: Bool { flags.contains(.quote) }

  /// Whether all of it is in quotes.
  public var isFullyQuoted: Bool { !storedParts.isEmpty && storedParts.allSatisfy(\.isQuoted) }

  /// The text with quotes and backslashes taken off and expansions as they are written.
  public var unquotedText: String {
    if flags.contains(.plain) || !flags.contains(.quote) { return text }
    if !flags.contains(.expansion) && !flags.contains(.tilde) { return literalPrefix }
    return Word.unquoted(storedParts)
  }

  private static func unquoted(_ parts: [WordPart]) -> String {
    var result = ""
    for part in parts {
      switch part.kind {
      case .literal(let text), .escaped(let text), .glob(let text), .tilde(let text),
        .singleQuoted(let text), .ansiQuoted(let text):
        result += text
      case .doubleQuoted(let inner), .localeQuoted(let inner): result += unquoted(inner)
      case .parameter(let parameter): result += parameter.text
      case .commandSubstitution(let substitution): result += substitution.text
      case .arithmetic(let expression): result += "$((" + expression.text + "))"
      case .processSubstitution(let substitution): result += substitution.text
      case .array: result += "()"
      }
    }
    return result
  }
}
