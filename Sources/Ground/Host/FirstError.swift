import Synchronization

/// The error that came before all others of threads that work side by side.
public final class FirstError<Failure: Error & Sendable>: Sendable {
  private let state = Mutex<Failure?>(nil)

  /// No error.
  public init() {}

  /// Keeps an error, unless another came before it.
  public func note(_ error: Failure) { state.withLock { $0 = $0 ?? error } }

  /// The error that was kept; nil for none.
  public var error: Failure? { state.withLock { $0 } }
}
