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

  func write(_ file: String, _ text: String) throws {
    try Files.makeFolder(Paths.folder(of: at(file)))
    try Files.write(Array(text.utf8), to: at(file))
  }

  func read(_ file: String) throws -> String {
    String(decoding: try Files.read(at(file)), as: UTF8.self)
  }
}
