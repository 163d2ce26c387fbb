import Build
import Frontend
import Host
import Source
import Synchronization
import Terminal

/// Shows a build line by line, each with the number of its step.
final class PlainBuildProgress: BuildProgress {
  private struct State {
    var numbers: [Int: Int] = [:]
    /// What came of a line that is not complete.
    var rest: [Int: [UInt8]] = [:]
  }

  private let session: Session
  private let definition: BuildDefinition
  private let state = Mutex(State())
  private let started = System.monotonicNanoseconds

  init(_ session: Session, _ definition: BuildDefinition) {
    self.session = session
    self.definition = definition
  }

  func note(_ event: BuildEvent) {
    state.withLock { state in
      switch event {
      case .began(let step):
        let number = state.numbers.count + 1
        state.numbers[step] = number
        write("#\(number) \(Self.title(step, definition))")
      case .output(let step, let bytes):
        let number = state.numbers[step] ?? 0
        var lines = (state.rest[step] ?? []) + bytes
        while let end = lines.firstIndex(of: 0x0A) {
          write("#\(number) \(String(decoding: lines[..<end], as: UTF8.self))")
          lines.removeSubrange(...end)
        }
        state.rest[step] = lines
      case .finished(let step, let ending, let milliseconds):
        let number = state.numbers[step] ?? 0
        if let rest = state.rest.removeValue(forKey: step), !rest.isEmpty {
          write("#\(number) \(String(decoding: rest, as: UTF8.self))")
        }
        switch ending {
        case .done: write("#\(number) done in \(Self.seconds(milliseconds))")
        case .cached: write("#\(number) cached")
        case .failed: write("#\(number) failed after \(Self.seconds(milliseconds))")
        }
      case .explained(let step, let reason): write("#\(state.numbers[step] ?? 0) anew: \(reason)")
      case .warning(let text): write("warning: \(text)")
      case .stored(let step, let size):
        write("#\(state.numbers[step] ?? 0) layer of \(DataSize.text(size))")
      case .shell: break
      case .exporting(let text): write("writing \(text)")
      }
    }
  }

  func finish(_ failure: Failure?) { session.errors.flush() }

  private func write(_ line: String) {
    session.errors.write(line + "\n")
    session.errors.flush()
  }

  /// How a step is called, with its stage and its place there.
  static func title(_ step: Int, _ definition: BuildDefinition) -> String {
    let operation = definition.operations[step]
    guard let place = operation.step else { return "[\(operation.stageName)] \(operation.title)" }
    return "[\(operation.stageName) \(place.number)/\(place.count)] \(operation.title)"
  }

  static func seconds(_ milliseconds: Int) -> String {
    let hundredths = (milliseconds + 5) / 10
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) s"
  }
}
