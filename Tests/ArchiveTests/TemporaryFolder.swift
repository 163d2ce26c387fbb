import Host
import Source
import Streams

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

/// Bytes that look random and are the same each time.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56)
  }
}

/// Bytes that compress well.
func prose(_ count: Int) -> [UInt8] {
  var bytes: [UInt8] = []
  var line = 0
  while bytes.count < count {
    bytes += Array("line \(line &* 2_654_435_761 % 1000) of the text\n".utf8)
    line += 1
  }
  return Array(bytes.prefix(count))
}

/// What a sink of memory got.
func collected(_ body: (BytesCollected) throws -> Void) rethrows -> [UInt8] {
  let sink = BytesCollected()
  try body(sink)
  return sink.bytes
}
