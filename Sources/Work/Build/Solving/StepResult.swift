import Host
import Layers
import OCI
import Source
import Store
import Synchronization

/// The files after a step: those of the step before, and a layer on top.
final class StepResult: Sendable {
  /// What put the layer there.
  enum Kind: Sendable {
    /// An image, all of its layers.
    case image(StoredImage)
    /// A step, by the number of its operation.
    case step(Int)
  }

  /// What names these files: equal keys mean equal files.
  let key: Digest
  /// The files before; nil for none.
  let base: StepResult?
  let kind: Kind
  /// The operation that left it; nil for an image.
  var operation: Int? {
    if case .step(let index) = kind { index } else { nil }
  }
  /// Whether the layer was there already.
  let isCached: Bool
  private let state: Mutex<State>

  /// The forms of the layer that are at hand.
  struct State: Sendable {
    var record = StepRecord()
    /// The files as they were put together, while the build goes on.
    var set: FileSet?
    /// What names that folder; nil for the key.
    var snapshot: Digest?
    /// The folder that they lie unpacked in.
    var folder: String?
  }

  init(_ key: Digest, on base: StepResult?, _ kind: Kind, isCached: Bool, _ state: State) {
    self.key = key
    self.base = base
    self.kind = kind
    self.isCached = isCached
    self.state = Mutex(state)
  }

  /// What is known now.
  var current: State { state.withLock { $0 } }

  /// Changes what is known, one thread at a time.
  func update<Result: Sendable>(
    _ change: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withLock { state throws(Failure) in try change(&state) }
  }

  /// The results from the image at the bottom to this one.
  var chain: [StepResult] {
    var chain: [StepResult] = []
    var next: StepResult? = self
    while let result = next {
      chain.append(result)
      next = result.base
    }
    return chain.reversed()
  }
}
