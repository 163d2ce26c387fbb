import Host
import Source

/// A folder for one test, which goes away with the value.
public final class TemporaryFolder: Sendable {
  /// Where it is.
  public let path: String

  /// Makes an empty folder.
  public init() throws {
    let name = "hardstand-tests-\(UInt64.random(in: 0...UInt64.max))"
    path = Paths.join(System.environment["TMPDIR"] ?? "/tmp", name)
    try Files.makeFolder(path)
  }

  deinit { _ = try? Spawn("rm", ["-rf", path]).run() }

  /// The path of a file in it.
  public func at(_ file: String) -> String { Paths.join(path, file) }

  /// Writes a file and the folders above it.
  public func write(_ file: String, _ text: String = "") throws {
    try write(file, Array(text.utf8))
  }

  /// Writes a file and the folders above it.
  public func write(_ file: String, _ bytes: [UInt8]) throws {
    try Files.makeFolder(Paths.folder(of: at(file)))
    try Files.write(bytes, to: at(file))
  }

  /// The text of a file.
  public func read(_ file: String) throws -> String {
    String(decoding: try Files.read(at(file)), as: UTF8.self)
  }

  /// What a program writes to its standard output, run in the folder with bytes as its input.
  /// - Throws: `Failure` when it cannot be run, or fails.
  @discardableResult
  public func run(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    var spawn = Spawn(program, arguments, folder: path)
    spawn.input = .bytes(input)
    let outcome = try spawn.run()
    if !outcome.succeeded { throw Failure("\(program): \(outcome.errorText)") }
    return outcome.output
  }

  /// What a script of the shell writes, which ends at its first failure.
  @discardableResult
  public func script(_ text: String) throws -> [UInt8] { try run("sh", ["-euc", text]) }

  /// What a script of Python writes.
  @discardableResult
  public func python(_ text: String) throws -> [UInt8] { try run("python3", ["-c", text]) }

  /// Whether this machine has a program.
  public static func has(_ program: String) -> Bool {
    Spawn.find(program, in: System.environment) != nil
  }

  /// The standard output of a program that runs in the folder, however it ends.
  @discardableResult
  public func shell(_ program: String, _ arguments: String..., input: String? = nil) throws
    -> String
  {
    var spawn = Spawn(program, arguments, folder: path)
    if let input { spawn.input = .bytes(Array(input.utf8)) }
    return try spawn.run().outputText
  }
}
