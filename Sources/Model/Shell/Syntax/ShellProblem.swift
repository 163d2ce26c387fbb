public import Source

/// A place where a text is no proper shell syntax.
public struct ShellProblem: Hashable, Sendable {
  /// The kinds of what can be wrong.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A `'` without its partner.
    case unterminatedSingleQuote
    /// A `"` without its partner.
    case unterminatedDoubleQuote
    /// A `$'` without its closing `'`.
    case unterminatedAnsiQuote
    /// A backtick without its partner.
    case unterminatedBacktick
    /// A `$(` without its `)`.
    case unterminatedCommandSubstitution
    /// A `<(` or `>(` without its `)`.
    case unterminatedProcessSubstitution
    /// A `${` without its `}`.
    case unterminatedParameterExpansion
    /// A `$[` without its `]`.
    case unterminatedArithmetic
    /// A here-document whose delimiter line does not follow; shells take all the rest as its body.
    case unterminatedHeredoc
    /// An array value or an extended pattern without its `)`.
    case unterminatedParenthesis
    /// An `if` or `elif` without `then`.
    case missingThen
    /// An `if` without `fi`.
    case missingFi
    /// A loop without `do`.
    case missingDo
    /// A loop without `done`.
    case missingDone
    /// A `case` without `in`.
    case missingIn
    /// A `case` without `esac`.
    case missingEsac
    /// A `{` without `}`.
    case missingClosingBrace
    /// A `(` without `)`.
    case missingClosingParenthesis
    /// A `[[` without `]]`.
    case missingClosingBrackets
    /// An operator such as `&&`, `||` or `|` with no command after it.
    case missingCommand
    /// A place for commands that has none, as in `then fi`.
    case emptyBody
    /// A redirection without a file name.
    case missingRedirectTarget
    /// A `for`, `select`, `case` or `function` without its name or word.
    case missingName
    /// A function without a body.
    case missingFunctionBody
    /// Words in `[[ ]]` that no operator joins.
    case malformedCondition
    /// A `${…}` whose inside no shell understands; shells refuse it when they run it.
    case badSubstitution
    /// A token that cannot stand where it is.
    case unexpectedToken
    /// More levels of nesting than are read; the rest of the text is left out.
    case nestingTooDeep
  }

  /// What is wrong.
  public let kind: Kind
  /// The same for people, as a sentence without a full stop.
  public let message: String
  /// The place: the token that is wrong, or the opening token that has no end.
  public let range: SourceRange
}
