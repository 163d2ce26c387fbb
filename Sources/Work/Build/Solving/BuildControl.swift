import Host
import Source
import Synchronization

/// By what a build is stopped from outside.
public final class BuildControl: Sendable {
  private let stopped = Atomic<Bool>(false)
  private let running = Mutex<[ProcessControl]>([])

  /// A build that nobody has stopped.
  public init() {}

  /// Stops it: what runs is ended, and nothing new begins.
  public func stop() {
    stopped.store(true, ordering: .relaxed)
    for process in running.withLock({ $0 }) { process.stop() }
  }

  /// Whether it was stopped.
  public var isStopped: Bool { stopped.load(ordering: .relaxed) }

  private let first = FirstError<Failure>()

  /// Notes why a step failed, and stops the others.
  func fail(_ failure: Failure) {
    first.note(failure)
    stop()
  }

  /// Why the first step failed that did.
  var failure: Failure? { first.error }

  func check() throws(Failure) {
    if isStopped { throw Failure("the build was stopped") }
  }

  func hold(_ process: ProcessControl) { running.withLock { $0.append(process) } }

  func release(_ process: ProcessControl) {
    running.withLock { list in list.removeAll { $0 === process } }
  }
}
