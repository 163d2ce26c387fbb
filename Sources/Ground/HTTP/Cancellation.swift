import Synchronization

/// A flag that tells work on other threads to stop.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  /// A flag that is not set.
  public init() {}

  /// Tells the work to stop.
  public func cancel() { flag.store(true, ordering: .releasing) }

  /// Whether the work is to stop.
  public var isCancelled: Bool { flag.load(ordering: .acquiring) }
}
