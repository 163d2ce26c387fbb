public import Source

/// A reason for which the frontend refuses a Dockerfile.
public struct SyntaxProblem: Error, Hashable, Sendable {
  /// The step of the frontend that refuses.
  public enum Step: String, Hashable, Sendable, Comparable {
    /// Lines are split into instructions and arguments.
    case parse
    /// Arguments and flags are checked for each instruction.
    case instruction
    /// Stages are resolved and variables expanded.
    case plan

    private var order: Int {
      switch self {
      case .parse: 0
      case .instruction: 1
      case .plan: 2
      }
    }

    /// Orders the steps as the frontend takes them.
    public static func < (left: Step, right: Step) -> Bool { left.order < right.order }
  }

  /// What is wrong, so that rules can tell the causes apart.
  public enum Kind: String, Hashable, Sendable {
    case noInstructions, lineTooLong, repeatedDirective, invalidEscape, unterminatedHeredoc
    case invalidHeredoc, notStringArray, missingEquals, missingValue, unknownInstruction
    case wrongArgumentCount, unknownFlag, duplicateFlag, flagWithoutValue, invalidFlagValue
    case invalidStageName, blankName, badHeredocPlace, invalidOnbuildTrigger, invalidHealthcheck
    case invalidDuration, notJSON, emptyVolume, invalidMount, noStage
    case blankBaseName, invalidReference, expansion, invalidPort, invalidStageIndex, circularStage
    case invalidMode, invalidSignal, reservedName, unsupportedSource
  }

  /// When the frontend refuses.
  public enum Condition: String, Hashable, Sendable {
    /// In every build.
    case always
    /// In a build that leaves build arguments at their defaults.
    case withoutArguments
    /// Where the base, whose environment is not known, does not set a variable.
    case withoutBaseEnvironment
  }

  /// The step that refuses.
  public let step: Step
  /// The cause.
  public let kind: Kind
  /// What is wrong, as a sentence without a full stop.
  public let message: String
  /// What to do, as a sentence that begins with a verb.
  public let help: String?
  /// Where it is wrong.
  public let range: SourceRange
  /// When it is wrong.
  public let condition: Condition

  /// A problem from its parts.
  public init(
    _ step: Step, _ kind: Kind, _ message: String, at range: SourceRange, help: String? = nil,
    condition: Condition = .always
  ) {
    self.step = step
    self.kind = kind
    self.message = message
    self.range = range
    self.help = help
    self.condition = condition
  }
}
