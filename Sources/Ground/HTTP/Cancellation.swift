import Host
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A flag that tells work on other threads to stop.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  private let parent: Cancellation?

  /// A flag that is not set.
  /// - Parameter parent: A flag that sets this one as well; nil for none.
  public init(_ parent: Cancellation? = nil) { self.parent = parent }

  /// Tells the work to stop.
  public func cancel() { flag.store(true, ordering: .releasing) }

  /// Whether the work is to stop.
  public var isCancelled: Bool {
    flag.load(ordering: .acquiring) || parent?.isCancelled == true
  }

  /// Waits for a time, or until one of the flags is set.
  public static func wait(_ time: Duration, _ flags: [Cancellation?] = []) {
    let end = System.monotonicNanoseconds &+ UInt64(max(0, time / .nanoseconds(1)))
    while !flags.contains(where: { $0?.isCancelled == true }) {
      let now = System.monotonicNanoseconds
      if now >= end { return }
      usleep(UInt32(min(end - now, 50_000_000) / 1000) + 1)
    }
  }
}
