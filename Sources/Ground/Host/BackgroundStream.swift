public import Source
public import Streams

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A stream whose source is read ahead on a thread of its own, a few pieces at most.
///
/// Nothing else may use the source until the stream has ended or is gone.
public final class BackgroundStream: ByteStream {
  private let shared: Shared
  private let thread: pthread_t?
  private var isAtEnd = false

  /// Begins to read a source.
  /// - Parameters:
  ///   - source: The stream to read, on another thread from now on.
  ///   - pieces: How many pieces may wait to be taken.
  public init(_ source: any ByteStream, pieces: Int = 4) {
    let shared = Shared(source, capacity: max(1, pieces))
    self.shared = shared
    thread = Thread.start { shared.run() }
  }

  deinit {
    shared.stop()
    if let thread { Thread.join(thread) }
  }

  /// The next piece.
  public func next() throws(Failure) -> [UInt8]? {
    if isAtEnd { return nil }
    // Without a thread the source is read where the piece is asked for.
    if thread == nil { return try shared.source.next() }
    let piece = try shared.take().get()
    if piece == nil { isAtEnd = true }
    return piece
  }

  /// What both threads see; all of it is guarded by the lock, but for the source, which only the
  /// thread that reads it touches.
  private final class Shared: @unchecked Sendable {
    let source: any ByteStream
    private let capacity: Int
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var waiting: [Result<[UInt8]?, Failure>] = []
    private var isStopped = false

    init(_ source: any ByteStream, capacity: Int) {
      self.source = source
      self.capacity = capacity
      lock = .allocate(capacity: 1)
      changed = .allocate(capacity: 1)
      pthread_mutex_init(lock, nil)
      pthread_cond_init(changed, nil)
    }

    deinit {
      pthread_mutex_destroy(lock)
      pthread_cond_destroy(changed)
      lock.deallocate()
      changed.deallocate()
    }

    func run() {
      while true {
        var result: Result<[UInt8]?, Failure>
        do throws(Failure) {
          result = .success(try source.next())
        } catch {
          result = .failure(error)
        }
        pthread_mutex_lock(lock)
        while waiting.count >= capacity, !isStopped { pthread_cond_wait(changed, lock) }
        let isOver = isStopped
        waiting.append(result)
        pthread_cond_signal(changed)
        pthread_mutex_unlock(lock)
        if case .success(.some) = result, !isOver { continue }
        return
      }
    }

    func take() -> Result<[UInt8]?, Failure> {
      pthread_mutex_lock(lock)
      while waiting.isEmpty { pthread_cond_wait(changed, lock) }
      // A failure or the end stays, for whoever asks again.
      let result = waiting[0]
      if case .success(.some) = result { waiting.removeFirst() }
      pthread_cond_signal(changed)
      pthread_mutex_unlock(lock)
      return result
    }

    func stop() {
      pthread_mutex_lock(lock)
      isStopped = true
      pthread_cond_signal(changed)
      pthread_mutex_unlock(lock)
    }
  }
}
