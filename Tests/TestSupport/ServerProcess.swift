import Foundation
import Host

/// A server that the tests start: a Python script of `Tests/Fixtures/servers`.
///
/// It prints its port when it is ready, and ends when its standard input does, which is at the
/// latest when this process ends, however that happens.
public final class ServerProcess: @unchecked Sendable {
  /// The port that it listens on.
  public let port: Int
  private let process = Process()
  private let input = Pipe()

  /// Starts a script and waits until it is ready.
  public init(_ script: String, _ arguments: [String] = []) throws {
    let folder = Paths.folder(of: Paths.folder(of: #filePath))
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "\(folder)/Fixtures/servers/\(script)"] + arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 {
      line.append(byte)
    }
    guard let port = Int(String(decoding: line, as: UTF8.self)) else {
      throw ServerTrouble(text: "\(script) did not start: \(String(decoding: line, as: UTF8.self))")
    }
    self.port = port
  }

  deinit { stop() }

  /// Ends the server.
  public func stop() { try? input.fileHandleForWriting.close() }
}

/// Why a program that a test needs did not do its work.
public struct ServerTrouble: Error {
  /// What it said.
  public let text: String

  /// A trouble from what was said.
  public init(text: String) { self.text = text }
}
