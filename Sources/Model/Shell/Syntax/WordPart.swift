public import Source

/// A piece of a word.
public struct WordPart: Hashable, Sendable {
  /// The kinds of pieces.
  public enum Kind: Hashable, Sendable {
    /// Text that stands for itself.
    case literal(String)
    /// A backslash with what it protects; the text is without the backslash, and empty where
    /// a newline was joined away.
    case escaped(String)
    /// `*`, `?`, `[…]` or, of an extended pattern, `@(`, `|` and `)`.
    case glob(String)
    /// `~` or `~user` where a home directory takes its place.
    case tilde(String)
    /// `'…'` with the text inside.
    case singleQuoted(String)
    /// `"…"` with the pieces inside.
    case doubleQuoted([WordPart])
    /// `$'…'` with the text that its escapes stand for.
    case ansiQuoted(String)
    /// `$"…"` with the pieces inside.
    case localeQuoted([WordPart])
    /// `$x`, `${x…}` or, inside of arithmetic, a bare `x`.
    indirect case parameter(ParameterExpansion)
    /// `$(…)` or backticks.
    indirect case commandSubstitution(CommandSubstitution)
    /// `$((…))` or `$[…]`.
    indirect case arithmetic(ArithmeticExpression)
    /// `<(…)` or `>(…)`.
    indirect case processSubstitution(ProcessSubstitution)
    /// `(…)` of an array in the arguments of `declare` and its kin.
    case array([ArrayElement])
  }

  /// What it is.
  public let kind: Kind
  /// From its first to its last byte, quotes included.
  public let range: SourceRange

  /// Whether its value is known only when the shell runs.
  public var isExpansion: Bool {
    switch kind {
    case .parameter, .commandSubstitution, .arithmetic, .processSubstitution, .tilde: true
    case .literal, .escaped, .glob, .singleQuoted, .ansiQuoted, .array: false
    case .doubleQuoted(let parts), .localeQuoted(let parts): parts.contains { $0.isExpansion }
    }
  }

  /// Whether it is in quotes; an escaped character is not.
  public var isQuoted: Bool {
    switch kind {
    case .singleQuoted, .doubleQuoted, .ansiQuoted, .localeQuoted: true
    default: false
    }
  }

  /// Adds the value up to the first expansion; returns false where it met one.
  func appendLiteral(to value: inout String) -> Bool {
    switch kind {
    case .literal(let text), .escaped(let text), .glob(let text), .singleQuoted(let text),
      .ansiQuoted(let text):
      value += text
      return true
    case .doubleQuoted(let parts), .localeQuoted(let parts):
      for part in parts where !part.appendLiteral(to: &value) { return false }
      return true
    case .parameter, .commandSubstitution, .arithmetic, .processSubstitution, .tilde, .array:
      return false
    }
  }
}

/// A command whose output takes its place.
public struct CommandSubstitution: Hashable, Sendable {
  /// What runs.
  public let script: ShellScript
  /// Whether it is written with backticks.
  public let isBacktick: Bool
  /// The whole as it is written, with `$(` and `)`.
  public let text: String
}

/// A command that a file name stands for.
public struct ProcessSubstitution: Hashable, Sendable {
  /// What runs.
  public let script: ShellScript
  /// Whether the file is read from (`<(…)`) rather than written to (`>(…)`).
  public let isInput: Bool
  /// The whole as it is written.
  public let text: String
}

/// A computation with whole numbers.
public struct ArithmeticExpression: Hashable, Sendable {
  /// The text between the parentheses.
  public let text: String
  /// The text in pieces; names of variables without `$` are parameters of the form `.bare`.
  public let parts: [WordPart]
  /// The text between the parentheses as a place.
  public let range: SourceRange
}

/// A parameter and what is done with its value.
public struct ParameterExpansion: Hashable, Sendable {
  /// How it is written.
  public enum Form: Hashable, Sendable {
    /// `$x`.
    case plain
    /// `${x}`.
    case braced
    /// `x` inside of arithmetic.
    case bare
  }

  /// What is done with the value.
  public enum Operator: String, Hashable, Sendable, CaseIterable {
    /// The argument where unset.
    case defaultIfUnset = "-"
    /// The argument where unset or empty.
    case defaultIfEmpty = ":-"
    /// Assigns the argument where unset.
    case assignIfUnset = "="
    /// Assigns the argument where unset or empty.
    case assignIfEmpty = ":="
    /// Fails where unset.
    case errorIfUnset = "?"
    /// Fails where unset or empty.
    case errorIfEmpty = ":?"
    /// The argument where set.
    case alternativeIfSet = "+"
    /// The argument where set and not empty.
    case alternativeIfNotEmpty = ":+"
    /// Without the shortest prefix that fits.
    case removeShortestPrefix = "#"
    /// Without the longest prefix that fits.
    case removeLongestPrefix = "##"
    /// Without the shortest suffix that fits.
    case removeShortestSuffix = "%"
    /// Without the longest suffix that fits.
    case removeLongestSuffix = "%%"
    /// The first match replaced.
    case replaceFirst = "/"
    /// All matches replaced.
    case replaceAll = "//"
    /// A match at the start replaced.
    case replacePrefix = "/#"
    /// A match at the end replaced.
    case replaceSuffix = "/%"
    /// A part by offset and length.
    case substring = ":"
    /// The first character in upper case.
    case upperFirst = "^"
    /// All characters in upper case.
    case upperAll = "^^"
    /// The first character in lower case.
    case lowerFirst = ","
    /// All characters in lower case.
    case lowerAll = ",,"
    /// A transformation by a letter, which is the argument.
    case transform = "@"
    /// The names that begin with the name, as in `${!x*}`.
    case matchingNames = "*"
  }

  /// The name: of a variable, a digit or number, or one of `@*#?-$!`. Empty where it cannot be read.
  public let name: String
  /// Where the name stands.
  public let nameRange: SourceRange
  /// How it is written.
  public let form: Form
  /// What is done with the value, if anything.
  public let `operator`: Operator?
  /// The word after the operator: a default, a pattern or an offset.
  public let argument: Word?
  /// The word after the second `/` or `:`: a replacement or a length.
  public let secondArgument: Word?
  /// Whether it is `${#x}`, the length.
  public let isLength: Bool
  /// Whether it is `${!x}`, the value of the variable that `x` names.
  public let isIndirect: Bool
  /// The index in `${x[index]}`; `@` and `*` mean all.
  public let index: Word?
  /// The whole as it is written.
  public let text: String
  /// From `$` up to its end.
  public let range: SourceRange

  /// Whether it is written with braces.
  public var isBraced: Bool { form == .braced }

  /// Whether the name is one of the parameters that the shell itself sets: `@*#?-$!` or a number.
  public var isSpecial: Bool {
    guard let first = name.utf8.first else { return false }
    return !ShellParser.isNameStart(first)
  }

  /// Whether it has a value even where the variable is unset.
  public var hasDefault: Bool {
    switch `operator` {
    case .defaultIfUnset, .defaultIfEmpty, .assignIfUnset, .assignIfEmpty, .alternativeIfSet,
      .alternativeIfNotEmpty, .matchingNames:
      true
    default: false
    }
  }
}
