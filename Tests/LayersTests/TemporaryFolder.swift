import Host
import Source

/// A new folder that is removed with all it holds when the value goes away.
final class TemporaryFolder {
  let path: String

  init() throws {
    let name = "hardstand-tests-\(UInt64.random(in: 0...UInt64.max))"
    path = Paths.join(System.environment["TMPDIR"] ?? "/tmp", name)
    try Files.makeFolder(path)
  }

  deinit { _ = try? Spawn("rm", ["-rf", path]).run() }

  func at(_ file: String) -> String { Paths.join(path, file) }

  /// Runs a program with bytes as its input; what it writes.
  @discardableResult
  func run(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    var spawn = Spawn(program, arguments, folder: path)
    spawn.input = .bytes(input)
    let outcome = try spawn.run()
    if !outcome.succeeded { throw Failure("\(program): \(outcome.errorText)") }
    return outcome.output
  }

  /// Runs a script of the shell; what it writes.
  @discardableResult
  func shell(_ script: String) throws -> [UInt8] { try run("sh", ["-euc", script]) }

  /// Runs a script of Python; what it writes.
  @discardableResult
  func python(_ script: String) throws -> [UInt8] { try run("python3", ["-c", script]) }

  static func has(_ program: String) -> Bool {
    (try? Spawn("sh", ["-c", "command -v \(program)"]).run().succeeded) == true
  }
}
