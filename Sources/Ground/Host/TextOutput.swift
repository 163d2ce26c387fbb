import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A place that text goes to: a descriptor behind a buffer, or memory.
///
/// Many threads may write; each call stays in one piece.
public final class TextOutput: Sendable {
  private struct State {
    var buffer: [UInt8] = []
    var trouble: Trouble?
  }

  /// Why text no longer arrives.
  public enum Trouble: Hashable, Sendable {
    /// The other end of the pipe was closed, as `head` does when it has enough.
    case readerGone
    /// The system refused it, for this reason.
    case refused(String)
  }

  private let descriptor: FileDescriptor?
  private let capacity: Int
  private let state = Mutex(State())

  /// A buffer before a descriptor; it goes out when it holds `capacity` bytes and on `flush`.
  public init(_ descriptor: FileDescriptor, capacity: Int = 65_536) {
    self.descriptor = descriptor
    self.capacity = capacity
  }

  /// A place in memory, read by `bytes` and `text`.
  public init() {
    descriptor = nil
    capacity = Int.max
  }

  /// Adds text.
  public func write(_ text: String) {
    state.withLock { state in
      state.buffer.append(contentsOf: text.utf8)
      if state.buffer.count >= capacity { send(&state) }
    }
  }

  /// Adds bytes.
  public func write(_ bytes: [UInt8]) {
    state.withLock { state in
      state.buffer.append(contentsOf: bytes)
      if state.buffer.count >= capacity { send(&state) }
    }
  }

  /// Sends out what waits in the buffer.
  public func flush() { state.withLock { send(&$0) } }

  /// Why a write failed, if one did; all that follows is dropped.
  public var trouble: Trouble? { state.withLock { $0.trouble } }

  /// What was written to memory, or still waits for its descriptor.
  public var bytes: [UInt8] { state.withLock { $0.buffer } }

  /// What was written to memory, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  private func send(_ state: inout State) {
    guard let descriptor else { return }
    if state.trouble == nil, !state.buffer.isEmpty {
      state.buffer.withUnsafeBytes { bytes in
        do throws(SystemError) {
          try descriptor.write(bytes)
        } catch {
          state.trouble = error.code == EPIPE ? .readerGone : .refused(error.reason)
        }
      }
    }
    state.buffer.removeAll(keepingCapacity: true)
  }
}
