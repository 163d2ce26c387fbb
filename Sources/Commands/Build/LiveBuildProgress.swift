import Build
import Frontend
import Host
import Source
import Synchronization
import Terminal

/// Shows a build on a terminal: what is over as lines that stay, what goes on below them, written over.
final class LiveBuildProgress: BuildProgress {
  private struct Running {
    let started: UInt64
    var lines: [String] = []
    var rest: [UInt8] = []
  }

  private struct State {
    var running: [Int: Running] = [:]
    var reasons: [Int: String] = [:]
    var finished = 0
    var exporting: String?
    /// How many lines the cursor stands below the first one that is written over.
    var shown = 0
    /// What is to be written above them.
    var above = ""
    var isPaused = false
    var isOver = false
  }

  private let session: Session
  private let definition: BuildDefinition
  private let style: Style
  private let state = Mutex(State())
  private let started = System.monotonicNanoseconds
  private let ticker: Mutex<Ticker?> = Mutex(nil)
  /// At most so many steps, and so many lines of the output of each.
  private static let mostSteps = 6
  private static let mostLines = 4

  init(_ session: Session, _ definition: BuildDefinition) {
    self.session = session
    self.definition = definition
    style = session.errorStyle
  }

  /// Begins to write.
  func begin() {
    let view = self
    let ticker = Ticker(everyMilliseconds: 100) { [weak view] in view?.draw() }
    self.ticker.withLock { $0 = ticker }
  }

  func note(_ event: BuildEvent) {
    state.withLock { state in
      switch event {
      case .began(let step):
        state.running[step] = Running(started: System.monotonicNanoseconds)
      case .output(let step, let bytes):
        if state.isPaused {
          session.errors.write(bytes)
          session.errors.flush()
        } else {
          add(bytes, &state.running[step])
        }
      case .finished(let step, let ending, let milliseconds):
        let running = state.running.removeValue(forKey: step)
        state.finished += 1
        state.above += line(step, ending, milliseconds) + "\n"
        if let reason = state.reasons.removeValue(forKey: step) {
          state.above += "  " + style.text("anew: \(Visible.text(reason, style))", .dim) + "\n"
        }
        if ending == .failed, let running {
          // What it said last tells why.
          for line in running.lines { state.above += "  " + style.text(line, .dim) + "\n" }
        }
      case .explained(let step, let reason): state.reasons[step] = reason
      case .warning(let text):
        state.above += style.text("warning:", .warning) + " " + Visible.text(text, style) + "\n"
      case .exporting(let text): state.exporting = text
      case .stored(let step, let size):
        state.above +=
          "\(style.text(style.symbol(.check), .success)) \(title(step)) "
          + style.text(DataSize.text(size), .dim) + "\n"
      case .shell(let isOpen):
        if isOpen { erase(&state) }
        state.isPaused = isOpen
      }
    }
  }

  func finish(_ failure: Failure?) {
    ticker.withLock { $0?.stop() }
    state.withLock { state in
      erase(&state)
      state.isOver = true
    }
  }

  // MARK: Drawing

  private func draw() {
    state.withLock { state in
      if state.isPaused || state.isOver { return }
      let width = max(20, (FileDescriptor.standardError.columns ?? style.columns ?? 80) - 1)
      var lines = [header(state)]
      let now = System.monotonicNanoseconds
      let running = state.running.sorted { $0.value.started < $1.value.started }
      for (step, one) in running.prefix(Self.mostSteps) {
        let seconds = PlainBuildProgress.seconds(Int((now &- one.started) / 1_000_000))
        lines.append(
          style.text(
            fitted("\(style.symbol(.arrow)) \(title(step))", width - seconds.count - 1), .info)
            + " " + style.text(seconds, .dim))
        for line in one.lines.suffix(Self.mostLines) {
          lines.append(style.text(fitted("    \(line)", width), .dim))
        }
      }
      if running.count > Self.mostSteps {
        lines.append("  and \(running.count - Self.mostSteps) more")
      }
      // All in one piece, and each line is cleared behind its text and not before: nothing flickers.
      var text = back(state.shown)
      if !state.above.isEmpty {
        text += "\u{1B}[J" + state.above
        state.above = ""
      }
      for line in lines { text += line + "\u{1B}[K\n" }
      text += "\u{1B}[J"
      state.shown = lines.count
      session.errors.write(text)
      session.errors.flush()
    }
  }

  private func erase(_ state: inout State) {
    session.errors.write(back(state.shown) + "\u{1B}[J" + state.above)
    session.errors.flush()
    state.shown = 0
    state.above = ""
  }

  private func back(_ lines: Int) -> String { lines == 0 ? "\r" : "\u{1B}[\(lines)A\r" }

  private func header(_ state: State) -> String {
    let seconds = PlainBuildProgress.seconds(
      Int((System.monotonicNanoseconds &- started) / 1_000_000))
    let doing = state.running.isEmpty ? state.exporting.map { ", writing \($0)" } ?? "" : ""
    return style.text("building", .heading)
      + " \(state.finished) of \(definition.operations.count) in \(seconds)"
      + Visible.text(doing, style)
  }

  private func line(_ step: Int, _ ending: BuildEvent.Ending, _ milliseconds: Int) -> String {
    switch ending {
    case .done:
      style.text(style.symbol(.check), .success) + " \(title(step)) "
        + style.text(PlainBuildProgress.seconds(milliseconds), .dim)
    case .cached:
      style.text(style.symbol(.check), .dim) + " \(title(step)) " + style.text("cached", .dim)
    case .failed: style.text(style.symbol(.cross), .error) + " \(title(step))"
    }
  }

  private func title(_ step: Int) -> String {
    Visible.text(PlainBuildProgress.title(step, definition).replacing("\n", with: " "), style)
  }

  /// A text in at most so many columns.
  private func fitted(_ text: String, _ width: Int) -> String {
    if DisplayWidth.of(text) <= width { return text }
    let mark = style.symbol(.ellipsis)
    var left = max(1, width - DisplayWidth.of(mark))
    var result = ""
    for character in text {
      left -= DisplayWidth.of(character)
      if left < 0 { break }
      result.append(character)
    }
    return result + mark
  }

  private func add(_ bytes: [UInt8], _ running: inout Running?) {
    guard running != nil else { return }
    running?.rest += bytes
    while let rest = running?.rest, let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      let line = String(decoding: rest[..<end], as: UTF8.self)
      if !line.isEmpty { running?.lines.append(Visible.text(line, style)) }
      running?.rest.removeSubrange(...end)
    }
    if let count = running?.lines.count, count > 20 { running?.lines.removeFirst(count - 20) }
    if let count = running?.rest.count, count > 65_536 { running?.rest.removeFirst(count - 4096) }
  }
}
