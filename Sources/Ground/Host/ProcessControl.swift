import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A hold on running programs, by which another thread can end them.
///
/// One value may hold any number of programs, such as all those of a build.
public final class ProcessControl: Sendable {
  private struct State {
    var processes: Set<pid_t> = []
    var isStopped = false
  }

  private let state = Mutex(State())

  /// A hold on nothing yet.
  public init() {}

  /// Whether `stop` was called.
  public var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Ends all programs at once, and each that is started with this value later.
  public func stop() {
    state.withLock { state in
      state.isStopped = true
      for process in state.processes { kill(process, SIGKILL) }
    }
  }

  /// Sends a signal to all programs, by its number.
  public func send(_ signal: Int32) {
    state.withLock { state in
      for process in state.processes { kill(process, signal) }
    }
  }

  /// Takes hold of a program, which must not be waited for before `release`.
  func hold(_ process: pid_t) {
    state.withLock { state in
      state.processes.insert(process)
      if state.isStopped { kill(process, SIGKILL) }
    }
  }

  /// Lets go of a program.
  func release(_ process: pid_t) { _ = state.withLock { $0.processes.remove(process) } }
}
