public import BaseImages
public import Dockerfile
public import Source

/// One stage: where it begins, what it does, and what holds at its end.
public struct StageFacts: Sendable {
  /// What does not change after FROM was read.
  struct Origin: Sendable {
    var index: Int
    var name: String?
    var from: From?
    var fromInstruction: Instruction?
    var baseText: Expansion
    var base: StageBase
    var baseFacts: BaseImageFacts?
    var rootBase: StageBase
    var platform: Expansion?
    var start: StageState
  }

  private let origin: Boxed<Origin>
  private var last: Boxed<StageState>
  private var container: Boxed<StartCommand>?
  /// The instructions after FROM.
  public internal(set) var steps: [Step] = []
  /// The stages it needs: its base and the sources of its COPY and mounts, by index, with the place
  /// that needs it.
  public internal(set) var needs: [(stage: Int, range: SourceRange)] = []
  /// The earlier stages that its base may be, where an argument of the build decides.
  var possibleBases: [Int] = []
  /// Whether the build of the target needs it, or may need it where an argument of the build decides.
  public internal(set) var isReachable = false
  /// Whether its layers are in the image: it is the stage that is built, or that stage builds on it.
  public internal(set) var isShipped = false
  /// Whether it is the stage that is built: the target, else the last.
  public internal(set) var isFinal = false

  init(_ origin: Origin) {
    self.origin = Boxed(origin)
    last = Boxed(origin.start)
  }

  /// The index, from 0.
  public var index: Int { origin.value.index }

  /// The name in lower case; nil where it has none.
  public var name: String? { origin.value.name }

  /// The FROM instruction; nil for instructions before any FROM.
  public var from: From? {
    _read { yield origin.value.from }
  }

  /// The FROM instruction as written; nil for instructions before any FROM.
  public var fromInstruction: Instruction? {
    _read { yield origin.value.fromInstruction }
  }

  /// The base as the text of FROM gives it after expansion.
  public var baseText: Expansion {
    _read { yield origin.value.baseText }
  }

  /// What it begins from.
  public var base: StageBase {
    _read { yield origin.value.base }
  }

  /// What is known of the image at the bottom, through earlier stages; nil where nothing is.
  public var baseFacts: BaseImageFacts? {
    _read { yield origin.value.baseFacts }
  }

  /// The external base at the bottom, through earlier stages.
  public var rootBase: StageBase {
    _read { yield origin.value.rootBase }
  }

  /// The platform of FROM, where it is given.
  public var platform: Expansion? {
    _read { yield origin.value.platform }
  }

  /// What holds before the first instruction.
  public var start: StageState {
    _read { yield origin.value.start }
  }

  /// What holds after the last instruction.
  public internal(set) var end: StageState {
    _read { yield last.value }
    set { last = Boxed(newValue) }
  }

  /// What a container of it runs; nil where there is nothing, or nothing is known.
  public internal(set) var startCommand: StartCommand? {
    get { container?.value }
    set { container = newValue.map { Boxed($0) } }
  }

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
