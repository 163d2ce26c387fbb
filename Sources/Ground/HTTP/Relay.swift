import Source

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A short line of pieces between the thread that receives and the one that stores, so that neither
/// waits for the other as long as both are busy.
///
/// Unchecked: everything is kept under its lock.
final class Relay: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let change: UnsafeMutablePointer<pthread_cond_t>
  private let places: Int
  private var pieces: [[UInt8]] = []
  private var spare: [[UInt8]] = []
  private var isClosed = false
  private var failure: Failure?

  /// A line of at most so many pieces.
  init(places: Int) {
    self.places = places
    lock = .allocate(capacity: 1)
    change = .allocate(capacity: 1)
    lock.initialize(to: pthread_mutex_t())
    change.initialize(to: pthread_cond_t())
    pthread_mutex_init(lock, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(lock)
    change.deallocate()
    lock.deallocate()
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return body()
  }

  /// Puts a piece into the line, once there is a place.
  /// - Returns: An empty piece to fill next; nil where storing failed.
  func put(_ piece: [UInt8]) -> [UInt8]? {
    locked {
      while pieces.count >= places, failure == nil { pthread_cond_wait(change, lock) }
      if failure != nil { return nil }
      pieces.append(piece)
      pthread_cond_signal(change)
      return spare.popLast() ?? []
    }
  }

  /// Says that no piece follows.
  func close() {
    locked {
      isClosed = true
      pthread_cond_signal(change)
    }
  }

  /// Stores pieces until the line is closed and empty, or storing fails.
  func store(_ write: (ArraySlice<UInt8>) throws(Failure) -> Void) {
    while var piece = take() {
      do throws(Failure) {
        try write(piece[...])
      } catch {
        locked {
          failure = error
          pthread_cond_signal(change)
        }
        return
      }
      piece.removeAll(keepingCapacity: true)
      locked { spare.append(piece) }
    }
  }

  private func take() -> [UInt8]? {
    locked {
      while pieces.isEmpty, !isClosed { pthread_cond_wait(change, lock) }
      pthread_cond_signal(change)
      return pieces.isEmpty ? nil : pieces.removeFirst()
    }
  }

  /// Why storing failed; nil where it did not.
  var trouble: Failure? { locked { failure } }
}
