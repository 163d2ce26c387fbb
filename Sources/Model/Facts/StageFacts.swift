public import BaseImages
public import Dockerfile
public import Source

/// One stage: where it begins, what it does, and what holds at its end.
public struct StageFacts: Sendable {
  /// The index, from 0.
  public let index: Int
  /// The name in lower case; nil where it has none.
  public let name: String?
  /// The FROM instruction; nil for instructions before any FROM.
  public let from: From?
  /// The FROM instruction as written; nil for instructions before any FROM.
  public let fromInstruction: Instruction?
  /// The base as the text of FROM gives it after expansion.
  public let baseText: Expansion
  /// What it begins from.
  public let base: StageBase
  /// What is known of the image at the bottom, through earlier stages; nil where nothing is.
  public let baseFacts: BaseImageFacts?
  /// The external base at the bottom, through earlier stages.
  public let rootBase: StageBase
  /// The platform of FROM, where it is given.
  public let platform: Expansion?
  /// What holds before the first instruction.
  public let start: StageState
  /// The instructions after FROM.
  public internal(set) var steps: [Step] = []
  /// What holds after the last instruction.
  public internal(set) var end: StageState
  /// The stages it needs: its base and the sources of its COPY and mounts, by index, with the place that needs it.
  public internal(set) var needs: [(stage: Int, range: SourceRange)] = []
  /// What a container of it runs; nil where there is nothing, or nothing is known.
  public internal(set) var startCommand: StartCommand?
  /// Whether the build of the target needs it.
  public internal(set) var isReachable = false
  /// Whether its layers are in the image: it is the stage that is built, or that stage builds on it.
  public internal(set) var isShipped = false
  /// Whether it is the stage that is built: the target, else the last.
  public internal(set) var isFinal = false

  /// From FROM to the end of the last instruction.
  public var range: SourceRange {
    let first = fromInstruction?.range ?? steps.first?.instruction.range ?? SourceRange(0, 0)
    guard let last = steps.last else { return first }
    return first.union(last.instruction.range)
  }

  /// The place that stands for the stage in a message: the base in FROM, else the first keyword.
  public var markRange: SourceRange {
    from?.base.range ?? fromInstruction?.keyword.range ?? steps.first?.instruction.keyword.range
      ?? SourceRange(0, 0)
  }

  /// Whether a shell is there; nil where that is not known.
  public var hasShell: Bool? {
    switch rootBase {
    case .scratch: false
    case .fragment: true
    default: baseFacts?.hasShell
    }
  }
}
