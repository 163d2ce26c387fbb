public import Host
public import Source
public import Streams
public import Terminal

/// The world as a command sees it. Commands touch nothing global, so tests run them in process.
public struct Session: Sendable {
  /// The folder that relative paths start at, absolute.
  public var folder: String
  /// The environment.
  public var environment: [String: String]
  /// Where results go.
  public var output: TextOutput
  /// Where all else goes: failures, progress, advice.
  public var errors: TextOutput
  /// How text may look on `output`.
  public var outputStyle: Style
  /// How text may look on `errors`.
  public var errorStyle: Style
  /// What comes on the standard input, read at most up to so many bytes.
  public var input: @Sendable (_ limit: Int) throws(Failure) -> [UInt8]
  /// The standard input piece by piece, as much as there is.
  public var inputStream: @Sendable () throws(Failure) -> any ByteStream = {
    () throws(Failure) -> any ByteStream in BytesInMemory([])
  }
  /// Seconds since 1970-01-01T00:00:00Z.
  public var now: @Sendable () -> Int64
  /// How many threads may work at once, at least 1.
  public var processors: Int
  /// Whether only results and failures are told.
  public var isQuiet = false
  /// Whether more is told than usual.
  public var isVerbose = false

  /// A session from its parts; by default nothing is read and what is written stays in memory.
  public init(
    folder: String, environment: [String: String] = [:], output: TextOutput = TextOutput(),
    errors: TextOutput = TextOutput(), outputStyle: Style = Style(), errorStyle: Style = Style(),
    input: @escaping @Sendable (_ limit: Int) throws(Failure) -> [UInt8] = { _ throws(Failure) in
      []
    },
    now: @escaping @Sendable () -> Int64 = { 0 }, processors: Int = 1
  ) {
    self.folder = folder
    self.environment = environment
    self.output = output
    self.errors = errors
    self.outputStyle = outputStyle
    self.errorStyle = errorStyle
    self.input = input
    self.now = now
    self.processors = processors
  }

  /// The session of this process.
  public static func ofProcess() -> Session {
    let environment = System.environment
    var session = Session(
      folder: Files.currentFolder, environment: environment, output: TextOutput(.standardOutput),
      errors: TextOutput(.standardError, capacity: 4096),
      outputStyle: Style(for: .standardOutput, .auto, environment: environment),
      errorStyle: Style(for: .standardError, .auto, environment: environment),
      input: { limit throws(Failure) in try Files.readStandardInput(limit: limit) },
      now: { System.secondsSince1970 }, processors: System.processorCount)
    session.inputStream = { () throws(Failure) -> any ByteStream in FileStream.standardInput }
    return session
  }

  /// A path as the user gave it, as a path that can be opened whatever the folder of the process.
  public func path(_ given: String) -> String { Paths.join(folder, given) }

  /// Adds text to the results, as it stands.
  public func write(_ text: String) { output.write(text) }

  /// Tells a person of a failure.
  public func report(_ failure: Failure) { errors.write(FailureMessage.text(failure, errorStyle)) }

  /// Tells a person something that is no result, on a line of its own; not when they asked for quiet.
  public func tell(_ text: String) {
    if !isQuiet { errors.write(text + "\n") }
  }
}
