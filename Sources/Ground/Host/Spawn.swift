public import Source

/// A program to start: what to run, with what, where, and what becomes of its streams.
///
/// No shell is between: each argument arrives as it is.
public struct Spawn: Sendable {
  /// Where the standard input of the program comes from.
  public enum Input: Sendable {
    /// Nothing to read.
    case nothing
    /// These bytes.
    case bytes([UInt8])
    /// The input of this process.
    case inherited
  }

  /// Where an output of the program goes.
  public enum Output: Sendable {
    /// Kept, up to so many bytes; what is more is read and dropped.
    case captured(limit: Int)
    /// The same output of this process.
    case inherited
    /// Nowhere.
    case discarded
  }

  /// How a program ended.
  public enum Ending: Hashable, Sendable {
    /// By itself, with this status from 0 to 255.
    case exited(Int32)
    /// By the signal of this number.
    case signalled(Int32)
    /// Killed because its time was over.
    case timedOut
  }

  /// What a program left.
  public struct Outcome: Sendable {
    /// How it ended.
    public let ending: Ending
    /// What it wrote to its standard output, where that was captured.
    public let output: [UInt8]
    /// What it wrote to its standard error output, where that was captured.
    public let errors: [UInt8]
    /// Whether an output was longer than its limit.
    public let isCut: Bool

    /// Whether it ended by itself with status 0.
    public var succeeded: Bool { ending == .exited(0) }
    /// The standard output as text.
    public var outputText: String { String(decoding: output, as: UTF8.self) }
    /// The standard error output as text.
    public var errorText: String { String(decoding: errors, as: UTF8.self) }
  }

  /// The program: a path, or a name that is looked up in `PATH` of `environment`.
  public var program: String
  /// The arguments after the name of the program.
  public var arguments: [String]
  /// The whole environment it gets.
  public var environment: [String: String]
  /// The folder it starts in; nil for that of this process.
  public var folder: String?
  /// Its standard input.
  public var input: Input = .nothing
  /// Its standard output.
  public var output: Output = .captured(limit: 64 << 20)
  /// Its standard error output.
  public var errors: Output = .captured(limit: 1 << 20)
  /// How long it may take; nil for as long as it wants.
  public var timeout: Duration?

  /// A program with its arguments; the environment is that of this process unless given.
  public init(
    _ program: String, _ arguments: [String] = [],
    environment: [String: String] = System.environment, folder: String? = nil
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
  }

  /// The path of a program by name, as a shell finds it; nil when `PATH` has none.
  public static func find(_ name: String, in environment: [String: String]) -> String? {
    if name.isEmpty { return nil }
    if name.utf8.contains(UInt8(ascii: "/")) { return name }
    let folders = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    for folder in folders.split(separator: ":", omittingEmptySubsequences: false) {
      let path = Paths.join(folder.isEmpty ? "." : String(folder), name)
      if Files.isProgram(path) { return path }
    }
    return nil
  }

  /// Runs it to its end.
  ///
  /// A program whose streams are all its own gets its own process group, which is killed as a
  /// whole when the time is over.
  /// - Throws: `Failure` when it cannot be found or started.
  public func run() throws(Failure) -> Outcome {
    guard let path = Spawn.find(program, in: environment) else {
      throw Failure(
        "cannot run `\(program)`", because: ["no folder in PATH holds it"],
        hint: "install it, or add its folder to PATH")
    }
    do throws(SystemError) {
      return try Child.run(self, path: path)
    } catch {
      var because = [error.reason]
      if let folder, !Files.isFolder(folder) { because = ["there is no folder `\(folder)`"] }
      throw Failure("cannot run `\(program)`", because: because, hint: error.hint)
    }
  }
}
