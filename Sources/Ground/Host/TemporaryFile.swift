import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that goes with the last who holds this value, or with the program when a signal ends it.
public final class TemporaryFile: Sendable {
  /// Where it lies.
  public let path: String
  private let ticket: Leftovers.Ticket
  private let isKept = Atomic<Bool>(false)

  /// Takes charge of a file that was just made.
  init(_ path: String) {
    self.path = path
    ticket = Leftovers.register(file: path)
  }

  /// Leaves the file where it is now, under this name or another.
  func keep() { isKept.store(true, ordering: .relaxed) }

  deinit {
    if !isKept.load(ordering: .relaxed) { unlink(path) }
    Leftovers.release(ticket)
  }
}
