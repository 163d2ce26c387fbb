import Dockerfile
import Facts
import Source

/// What holds at the end of a Dockerfile, asked for in tests.
struct FinalState {
  let facts: DockerfileFacts

  /// The facts of a file; text without FROM stands on Debian.
  init(_ text: String) {
    let whole = text.contains("FROM ") ? text : "FROM debian:trixie-slim\n" + text
    facts = DockerfileFacts.of(.parse(SourceText(name: "Dockerfile", text: whole)))
  }

  /// The state after the last instruction.
  var end: StageState? { facts.stages.last?.end }

  /// Whether something is at a path, as `yes`, `no` or `open`.
  func exists(_ path: String) -> String {
    switch end?.files.exists(path) {
    case true?: "yes"
    case false?: "no"
    case nil: "open"
    }
  }

  /// The owner of a path, as `root`, the name of a user or `open`.
  func owner(_ path: String) -> String {
    switch end?.files.owner(path) {
    case .root?: "root"
    case .user(let name)?: name
    case .unknown?, nil: "open"
    }
  }

  /// The causes of all faults, in the order of the file.
  var faults: [Fault.Cause] {
    facts.stages.flatMap { $0.steps.flatMap { $0.faults.map(\.cause) } }
  }
}
