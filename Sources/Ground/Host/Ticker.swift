import Synchronization

/// Something that is done over and over on a thread of its own, until it is stopped.
public final class Ticker: Sendable {
  private let stopped = Atomic<Bool>(false)
  private let idle = Mutex<Bool>(false)

  /// Begins at once.
  /// - Parameters:
  ///   - milliseconds: How long it rests after each time.
  ///   - body: What is done. It must not keep the ticker.
  public init(everyMilliseconds milliseconds: UInt32, _ body: @escaping @Sendable () -> Void) {
    let ticker = Weak(self)
    _ = Thread.start {
      while let strong = ticker.value, !strong.stopped.load(ordering: .relaxed) {
        strong.idle.withLock { isOver in if !isOver { body() } }
        System.sleep(milliseconds: milliseconds)
      }
    }
  }

  /// Ends it; when this returns, it is not done any more.
  public func stop() {
    stopped.store(true, ordering: .relaxed)
    idle.withLock { $0 = true }
  }

  private final class Weak: Sendable {
    private let reference: Mutex<Reference>
    private struct Reference { weak var value: Ticker? }
    init(_ value: Ticker) { reference = Mutex(Reference(value: value)) }
    var value: Ticker? { reference.withLock { $0.value } }
  }
}
