/// Sees that a transfer moves. Only the time counts in which this side waits, so a slow reader is
/// no stall.
struct Watch {
  /// What is waited for.
  enum Phase {
    /// The first bytes of the answer.
    case answer
    /// The server, to take more bytes of a body.
    case sending
    /// Bytes of a body.
    case transfer
  }

  private let settings: HTTPSettings
  private var waitedForAnswer: UInt64 = 0
  private var waitedInWindow: UInt64 = 0
  private var movedInWindow: Int64 = 0

  init(_ settings: HTTPSettings) { self.settings = settings }

  mutating func moved(_ count: Int64) { movedInWindow += count }

  /// Notes that so many nanoseconds passed; returns why that is too long, if it is.
  mutating func waited(_ nanoseconds: UInt64, _ phase: Phase) -> String? {
    switch phase {
    case .answer:
      waitedForAnswer += nanoseconds
      let limit = settings.connectTime + settings.answerTime
      if Duration.nanoseconds(Int64(clamping: waitedForAnswer)) < limit { return nil }
      return "no answer came within \(limit.components.seconds) seconds"
    case .sending, .transfer:
      // A server that writes what it got to a slow disk takes nothing for a while.
      let window = phase == .sending ? settings.answerTime : settings.stallTime
      waitedInWindow += nanoseconds
      if Duration.nanoseconds(Int64(clamping: waitedInWindow)) < window { return nil }
      let wanted = Double(settings.stallBytes) * (window / .seconds(1))
      defer {
        waitedInWindow = 0
        movedInWindow = 0
      }
      if Double(movedInWindow) >= wanted { return nil }
      let verb = phase == .sending ? "were taken" : "came"
      return "fewer than \(settings.stallBytes) bytes a second \(verb) in"
        + " \(window.components.seconds) seconds"
    }
  }
}
