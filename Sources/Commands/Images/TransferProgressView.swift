import Host
import OCI
import Registry
import Store
import Synchronization
import Terminal

/// How blobs move, on one line of a terminal that is written over; elsewhere nothing is shown.
final class TransferProgressView: Sendable {
  private struct State {
    var wanted: [Digest: Int64] = [:]
    var moved: [Digest: Int64] = [:]
    var isShown = false
    var lastShown: UInt64 = 0
    let started = System.monotonicNanoseconds
  }

  private let state = Mutex(State())
  private let session: Session
  private let verb: String
  private let isLive: Bool
  /// How often the line is written at most.
  private static let pause: UInt64 = 100_000_000

  init(_ session: Session, _ verb: String) {
    self.session = session
    self.verb = verb
    isLive = session.errorStyle.columns != nil && !session.isQuiet
  }

  func note(_ event: TransferEvent) {
    if !isLive { return }
    state.withLock { state in
      switch event {
      case .planned(let blobs): for blob in blobs { state.wanted[blob.digest] = blob.size }
      case .present: break
      case .finished(let blob): state.moved[blob.digest] = blob.size
      }
      show(&state)
    }
  }

  func note(_ event: TransferProgress) {
    if !isLive { return }
    state.withLock { state in
      switch event {
      case .began(let digest, let size):
        if state.wanted[digest] == nil { state.wanted[digest] = size ?? 0 }
      case .advanced(let digest, let bytes): state.moved[digest] = bytes
      case .finished(let digest, _): state.moved[digest] = state.wanted[digest]
      }
      show(&state)
    }
  }

  private func show(_ state: inout State) {
    let now = System.monotonicNanoseconds
    if now &- state.lastShown < Self.pause { return }
    state.lastShown = now
    state.isShown = true
    let total = state.wanted.values.reduce(0, +)
    let moved = state.moved.values.reduce(0, +)
    let seconds = Double(now &- state.started) / 1e9
    let pace = seconds > 0.5 ? "  \(DataSize.text(Int64(Double(moved) / seconds)))/s" : ""
    let share = total > 0 ? Int(min(100, moved * 100 / total)) : 100
    let text =
      "\(verb) \(state.wanted.count) blobs  \(DataSize.text(moved)) of \(DataSize.text(total))  \(share) %\(pace)"
    let width = max(20, (session.errorStyle.columns ?? 80) - 1)
    session.errors.write("\r\u{1B}[2K" + String(text.prefix(width)))
    session.errors.flush()
  }

  /// Takes the line away.
  func finish() {
    state.withLock { state in
      if state.isShown { session.errors.write("\r\u{1B}[2K") }
      state.isShown = false
    }
    session.errors.flush()
  }
}
