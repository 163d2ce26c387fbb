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

  func write(_ file: String, _ text: String = "") throws {
    let target = Paths.join(path, file)
    try Files.makeFolder(Paths.folder(of: target))
    try Files.write(Array(text.utf8), to: target)
  }

  func at(_ file: String) -> String { Paths.join(path, file) }

  @discardableResult
  func shell(_ program: String, _ arguments: String..., input: String? = nil) throws -> String {
    var spawn = Spawn(program, arguments, folder: path)
    if let input { spawn.input = .bytes(Array(input.utf8)) }
    return try spawn.run().outputText
  }
}
