import Build
import Documents
import Frontend
import Host
import Source
import Synchronization

/// Shows a build as JSON, one object a line.
final class JSONBuildProgress: BuildProgress {
  private let session: Session
  private let definition: BuildDefinition
  private let lock = Mutex(())

  init(_ session: Session, _ definition: BuildDefinition) {
    self.session = session
    self.definition = definition
  }

  func note(_ event: BuildEvent) {
    var members: [JSON.Member] = []
    func add(_ key: String, _ value: JSON) { members.append(.init(key, value)) }
    switch event {
    case .began(let step):
      add("event", "began")
      add("step", .number(Int64(step)))
      add("title", .string(PlainBuildProgress.title(step, definition)))
    case .output(let step, let bytes):
      add("event", "output")
      add("step", .number(Int64(step)))
      add("text", .string(String(decoding: bytes, as: UTF8.self)))
    case .finished(let step, let ending, let milliseconds):
      add("event", "finished")
      add("step", .number(Int64(step)))
      add("result", .string("\(ending)"))
      add("milliseconds", .number(Int64(milliseconds)))
    case .explained(let step, let reason):
      add("event", "explained")
      add("step", .number(Int64(step)))
      add("reason", .string(reason))
    case .warning(let text):
      add("event", "warning")
      add("text", .string(text))
    case .stored(let step, let size):
      add("event", "stored")
      add("step", .number(Int64(step)))
      add("size", .number(size))
    case .shell(let isOpen):
      add("event", "shell")
      add("open", .bool(isOpen))
    case .exporting(let text):
      add("event", "writing")
      add("text", .string(text))
    }
    lock.withLock { _ in
      session.errors.write(JSON.object(members).text() + "\n")
      session.errors.flush()
    }
  }

  func finish(_ failure: Failure?) {
    if let failure {
      let json: JSON = ["event": "failed", "text": .string("\(failure)")]
      lock.withLock { _ in session.errors.write(json.text() + "\n") }
    }
    session.errors.flush()
  }
}
