public import Source

/// A shell text as syntax.
///
/// A script in a substitution has only statements, dialect and range: its
/// comments, problems and features are those of the text around it. The script
/// of `sh -c '…'` is a text of its own.
public struct ShellScript: Hashable, Sendable {
  /// The commands in the order in which they stand.
  public let statements: [Statement]
  /// The comments, from `#` up to the end of the line.
  public let comments: [SourceRange]
  /// What is wrong with the syntax, in the order of the text.
  public let problems: [ShellProblem]
  /// What the text uses beyond POSIX, in the order of the text.
  public let features: [ShellFeatureUse]
  /// The language it was read as.
  public let dialect: ShellDialect
  /// The whole text, blanks and comments included.
  public let range: SourceRange

  /// Reads a text. It never fails: what is no proper syntax is told in `problems`, and
  /// reading goes on after it.
  public static func parse(_ text: MappedText, dialect: ShellDialect) -> ShellScript {
    var parser = ShellParser(text, dialect: dialect, depth: 0)
    return parser.parseScript()
  }

  /// Whether the text uses a feature anywhere outside of `sh -c` strings.
  public func uses(_ feature: ShellFeature) -> Bool {
    features.contains { $0.feature == feature }
  }
}

/// A list of commands with the token that ends it.
public struct Statement: Hashable, Sendable {
  /// The commands.
  public let list: AndOrList
  /// Whether `&` ends it, so that it runs in the background.
  public let isBackground: Bool
  /// The `;` or `&` that ends it; nil where a newline or the end of the text does.
  public let terminator: SourceRange?
  /// From its first to its last byte, without the terminator.
  public let range: SourceRange
}

/// Pipelines joined by `&&` and `||`.
public struct AndOrList: Hashable, Sendable {
  /// The operators between pipelines.
  public enum Operator: String, Hashable, Sendable {
    /// Runs the next where the last succeeded.
    case and = "&&"
    /// Runs the next where the last failed.
    case or = "||"
  }

  /// An operator and what follows it.
  public struct Continuation: Hashable, Sendable {
    /// The operator.
    public let `operator`: Operator
    /// Where the operator stands.
    public let operatorRange: SourceRange
    /// The pipeline after it.
    public let pipeline: Pipeline
  }

  /// The first pipeline.
  public let first: Pipeline
  /// The others.
  public let rest: [Continuation]
  /// From the first to the last pipeline.
  public let range: SourceRange

  /// All pipelines in their order; never empty.
  public var pipelines: [Pipeline] { [first] + rest.map(\.pipeline) }
}

/// Commands joined by `|`.
public struct Pipeline: Hashable, Sendable {
  /// A `|` between two commands.
  public struct Pipe: Hashable, Sendable {
    /// Where it stands.
    public let range: SourceRange
    /// Whether it is `|&`, which pipes the standard error too.
    public let includesErrors: Bool
  }

  /// The commands; never empty unless `!` or `time` stand alone.
  public let commands: [Command]
  /// The pipes, one fewer than the commands.
  public let pipes: [Pipe]
  /// Whether an odd number of `!` stands before it.
  public let isNegated: Bool
  /// Whether the reserved word `time` stands before it.
  public let isTimed: Bool
  /// From `!`, `time` or the first command up to the last.
  public let range: SourceRange
}
