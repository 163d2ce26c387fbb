/// What stands around a command.
public struct CommandContext: Hashable, Sendable {
  /// The constructs that a command can stand in, at any distance.
  public struct Surroundings: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt16

    /// A set from its bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `( … )`.
    public static let subshell = Surroundings(rawValue: 1)
    /// `$( … )` or backticks.
    public static let commandSubstitution = Surroundings(rawValue: 2)
    /// `<( … )` or `>( … )`.
    public static let processSubstitution = Surroundings(rawValue: 4)
    /// The body of a function.
    public static let function = Surroundings(rawValue: 8)
    /// The body or the condition of a loop.
    public static let loop = Surroundings(rawValue: 16)
    /// A branch of `if` or `case`.
    public static let branch = Surroundings(rawValue: 32)
    /// The condition of `if`, `while` or `until`.
    public static let condition = Surroundings(rawValue: 64)
    /// A list that runs in the background, or a coprocess.
    public static let background = Surroundings(rawValue: 128)
    /// The script of `sh -c '…'`.
    public static let nestedScript = Surroundings(rawValue: 256)
    /// The body of a here-document, where only substitutions are commands.
    public static let heredoc = Surroundings(rawValue: 512)
    /// A pipeline of more than one command.
    public static let pipeline = Surroundings(rawValue: 1024)
  }

  /// Where the standard output of a command goes.
  public enum Output: Hashable, Sendable {
    /// To where the script writes.
    case inherited
    /// To the next command of a pipeline.
    case piped
    /// Into a substitution.
    case captured
    /// To a file or another descriptor, through a redirection here or around.
    case redirected
  }

  /// The constructs around it.
  public var surroundings: Surroundings = []
  /// Its place in its pipeline, from 0.
  public var pipelineIndex = 0
  /// How many commands its pipeline has.
  public var pipelineCount = 1
  /// The place of its pipeline in the list, from 0.
  public var listIndex = 0
  /// How many pipelines `&&` and `||` join in its list.
  public var listCount = 1
  /// The operator before its pipeline.
  public var operatorBefore: AndOrList.Operator?
  /// The operator after its pipeline.
  public var operatorAfter: AndOrList.Operator?
  /// Whether `!` stands before its pipeline.
  public var isNegated = false
  /// Whether something acts on its failure: it is a condition, `&&` or `||` follows, or it is
  /// negated.
  public var isFailureTested = false
  /// Whether `set -e` has no effect at it: its failure is tested, or a construct around is.
  public var ignoresErrexit = false
  /// Whether it may not run, or not once: it stands in a branch, a loop or a function, after `||`,
  /// or after a test and `&&`.
  public var isConditional = false
  /// Whether it is the last statement of the list it stands in.
  public var isLastStatement = false
  /// Where its standard output goes.
  public var output: Output = .inherited
  /// The function that it stands in, if in one.
  public var functionName: String?
  /// How many commands and substitutions are around it.
  public var depth = 0

  /// The context at the top of a script.
  public init() {}

  /// Whether it is the last of its pipeline, whose status is the status of the pipeline.
  public var isLastInPipeline: Bool { pipelineIndex + 1 == pipelineCount }

  /// Whether it changes no variable or directory of the script, since it runs in a process of its
  /// own.
  public var isInOwnProcess: Bool {
    !surroundings.isDisjoint(with: [
      .subshell, .commandSubstitution, .processSubstitution, .background, .nestedScript, .pipeline,
    ])
  }
}

/// What a word is in its command.
public enum WordRole: Hashable, Sendable {
  /// The name of a simple command.
  case commandName
  /// An argument of a simple command by its index, from 1.
  case argument(Int)
  /// The value of an assignment.
  case assignmentValue
  /// The index or a value of an array.
  case arrayElement
  /// The file name of a redirection or the text of `<<<`.
  case redirectTarget
  /// The delimiter of a here-document.
  case heredocDelimiter
  /// A word that `for` or `select` goes through.
  case loopWord
  /// The word of `case`.
  case caseSubject
  /// A pattern of `case`.
  case casePattern
  /// An operand in `[[ ]]`.
  case conditionOperand
  /// The word after an operator in `${x…}`.
  case parameterArgument
}

/// What stands around a parameter.
public struct ParameterContext: Hashable, Sendable {
  /// Whether it is in double quotes.
  public var isQuoted: Bool
  /// Whether it is in arithmetic.
  public var isInArithmetic: Bool
  /// Whether it is in the body of a here-document, and in no word of a command there.
  public var isInHeredoc: Bool
  /// The word that it stands in; nil in a here-document and in `(( ))`.
  public var role: WordRole?
  /// The context of the command that it belongs to.
  public var command: CommandContext

  /// Whether its value is split at blanks and expanded as a pattern: it is unquoted, and its word
  /// is a name, an argument, an array value or a word of a loop.
  public var isSplit: Bool {
    guard !isQuoted, !isInArithmetic, !isInHeredoc, let role else { return false }
    switch role {
    case .commandName, .argument, .arrayElement, .loopWord: return true
    case .assignmentValue, .redirectTarget, .heredocDelimiter, .caseSubject, .casePattern,
      .conditionOperand, .parameterArgument:
      return false
    }
  }
}
