public import Source

/// One command of a pipeline.
public indirect enum Command: Hashable, Sendable {
  /// A program, builtin or function with its words.
  case simple(SimpleCommand)
  /// `( … )`, which runs in a shell of its own.
  case subshell(CommandGroup)
  /// `{ …; }`.
  case group(CommandGroup)
  /// `if … then … fi`.
  case `if`(IfCommand)
  /// `for x in …; do … done` and `select`.
  case `for`(ForLoop)
  /// `for ((…; …; …)); do … done`.
  case arithmeticFor(ArithmeticForLoop)
  /// `while …; do … done` and `until`.
  case `while`(WhileLoop)
  /// `case … in … esac`.
  case `case`(CaseCommand)
  /// `name() { …; }`.
  case function(FunctionDefinition)
  /// `[[ … ]]`.
  case conditional(ConditionalCommand)
  /// `(( … ))`.
  case arithmetic(ArithmeticCommand)
  /// `coproc …`.
  case coprocess(Coprocess)

  /// From its first to its last byte, redirections included.
  public var range: SourceRange {
    switch self {
    case .simple(let command): command.range
    case .subshell(let group), .group(let group): group.range
    case .if(let command): command.range
    case .for(let loop): loop.range
    case .arithmeticFor(let loop): loop.range
    case .while(let loop): loop.range
    case .case(let command): command.range
    case .function(let definition): definition.range
    case .conditional(let command): command.range
    case .arithmetic(let command): command.range
    case .coprocess(let coprocess): coprocess.range
    }
  }

  /// The redirections that stand at this command itself.
  public var redirects: [Redirect] {
    switch self {
    case .simple(let command): command.redirects
    case .subshell(let group), .group(let group): group.redirects
    case .if(let command): command.redirects
    case .for(let loop): loop.redirects
    case .arithmeticFor(let loop): loop.redirects
    case .while(let loop): loop.redirects
    case .case(let command): command.redirects
    case .function, .coprocess: []
    case .conditional(let command): command.redirects
    case .arithmetic(let command): command.redirects
    }
  }

  /// The simple command, if it is one.
  public var simple: SimpleCommand? {
    if case .simple(let command) = self { command } else { nil }
  }
}

/// Statements in parentheses or braces.
public struct CommandGroup: Hashable, Sendable {
  /// What stands between the two.
  public let body: [Statement]
  /// The redirections after it.
  public let redirects: [Redirect]
  /// From the opening token up to the last redirection.
  public let range: SourceRange
}

/// An `if` with all its branches.
public struct IfCommand: Hashable, Sendable {
  /// A condition with what runs where it holds.
  public struct Branch: Hashable, Sendable {
    /// The statements whose last status decides.
    public let condition: [Statement]
    /// The statements after `then`.
    public let body: [Statement]
    /// From `if` or `elif` up to the end of the body.
    public let range: SourceRange
  }

  /// The `if` and every `elif`; never empty.
  public let branches: [Branch]
  /// The statements after `else`, if there is one.
  public let elseBody: [Statement]?
  /// The redirections after `fi`.
  public let redirects: [Redirect]
  /// From `if` up to the last redirection.
  public let range: SourceRange
}

/// A loop over words, or a menu of them.
public struct ForLoop: Hashable, Sendable {
  /// The name that takes each word.
  public let variable: String
  /// Where the name stands.
  public let variableRange: SourceRange
  /// The words after `in`; nil where `in` is left out, which means `"$@"`.
  public let words: [Word]?
  /// The statements between `do` and `done`.
  public let body: [Statement]
  /// Whether it is a `select`.
  public let isSelect: Bool
  /// The redirections after `done`.
  public let redirects: [Redirect]
  /// From `for` up to the last redirection.
  public let range: SourceRange
}

/// A loop that counts.
public struct ArithmeticForLoop: Hashable, Sendable {
  /// What stands between `((` and `))`, at the semicolons taken apart.
  public let expressions: [ArithmeticExpression]
  /// The statements between `do` and `done`.
  public let body: [Statement]
  /// The redirections after `done`.
  public let redirects: [Redirect]
  /// From `for` up to the last redirection.
  public let range: SourceRange
}

/// A loop with a condition.
public struct WhileLoop: Hashable, Sendable {
  /// Whether it is an `until`, which runs while its condition fails.
  public let isUntil: Bool
  /// The statements whose last status decides.
  public let condition: [Statement]
  /// The statements between `do` and `done`.
  public let body: [Statement]
  /// The redirections after `done`.
  public let redirects: [Redirect]
  /// From `while` up to the last redirection.
  public let range: SourceRange
}

/// A choice by patterns.
public struct CaseCommand: Hashable, Sendable {
  /// How a clause ends.
  public enum Terminator: String, Hashable, Sendable {
    /// Leaves the `case`.
    case `break` = ";;"
    /// Goes on with the next body.
    case fallThrough = ";&"
    /// Goes on with the next patterns.
    case testNext = ";;&"
  }

  /// Patterns with what runs where one of them fits.
  public struct Clause: Hashable, Sendable {
    /// The patterns, which `|` stands between.
    public let patterns: [Word]
    /// The statements; may be empty.
    public let body: [Statement]
    /// The token that ends it; nil where `esac` follows.
    public let terminator: Terminator?
    /// From the first pattern, or the `(` before it, up to the terminator.
    public let range: SourceRange
  }

  /// The word that is compared.
  public let subject: Word
  /// The clauses.
  public let clauses: [Clause]
  /// The redirections after `esac`.
  public let redirects: [Redirect]
  /// From `case` up to the last redirection.
  public let range: SourceRange
}

/// A function with its body.
public struct FunctionDefinition: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// Where the name stands.
  public let nameRange: SourceRange
  /// Whether the word `function` stands before it.
  public let hasKeyword: Bool
  /// What it runs; redirections after it belong to it.
  public let body: Command
  /// From the name or `function` up to the end of the body.
  public let range: SourceRange
}

/// A `[[ … ]]`.
public struct ConditionalCommand: Hashable, Sendable {
  /// One token between the brackets.
  public enum Item: Hashable, Sendable {
    /// A word that is compared or tested.
    case operand(Word)
    /// `!`, `(`, `)`, `&&`, `||`, a unary test such as `-f`, or a comparison such as `==`.
    case `operator`(String, SourceRange)

    /// Where it stands.
    public var range: SourceRange {
      switch self {
      case .operand(let word): word.range
      case .operator(_, let range): range
      }
    }
  }

  /// The tokens in their order.
  public let items: [Item]
  /// The redirections after it.
  public let redirects: [Redirect]
  /// From `[[` up to the last redirection.
  public let range: SourceRange
}

/// A `(( … ))`.
public struct ArithmeticCommand: Hashable, Sendable {
  /// What is computed.
  public let expression: ArithmeticExpression
  /// The redirections after it.
  public let redirects: [Redirect]
  /// From `((` up to the last redirection.
  public let range: SourceRange
}

/// A command that runs beside the shell with pipes to it.
public struct Coprocess: Hashable, Sendable {
  /// Its name; nil where it has the name `COPROC`.
  public let name: String?
  /// What runs.
  public let command: Command
  /// From `coproc` up to the end of the command.
  public let range: SourceRange
}
