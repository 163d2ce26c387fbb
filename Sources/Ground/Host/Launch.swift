public import Source

#if os(Linux)
  import CNamespaces
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program to start in a mount and a process namespace of its own (Linux, namespaces(7)).
///
/// It is the first process of its namespace: whatever it starts ends with it, and it ends with this
/// process, however that happens. Mounts that it makes, and those named here, are seen by nobody else
/// and go with it. So nothing is left to be cleaned, whoever is killed.
///
/// It takes the superuser, or a user namespace that this process is the superuser of.
public struct Launch: Sendable {
  /// Where the standard input comes from.
  public enum Input: Sendable {
    /// Nothing to read.
    case nothing
    /// These bytes.
    case bytes([UInt8])
    /// The input of this process.
    case inherited
  }

  /// An output of the program.
  public enum Output: Hashable, Sendable {
    /// The standard output.
    case output
    /// The standard error output.
    case errors
  }

  /// What a program left.
  public struct Outcome: Sendable {
    /// How it ended.
    public let ending: Spawn.Ending
    /// What it wrote to its report, at most 64 KiB.
    public let report: [UInt8]
  }

  /// A file that the program finds in `place`, in memory as long as it runs.
  public struct File: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its bytes.
    public let bytes: [UInt8]
    /// The permission bits.
    public let mode: UInt32
    /// The owner and the group.
    public let owner, group: UInt32

    /// A file from its parts.
    public init(
      _ name: String, _ bytes: [UInt8], mode: UInt32, owner: UInt32 = 0, group: UInt32 = 0
    ) {
      self.name = name
      self.bytes = bytes
      self.mode = mode
      self.owner = owner
      self.group = group
    }
  }

  /// The path of the program.
  public var program: String
  /// The words after its name. Where a word has `{report}`, that is replaced by a path to write to, whose
  /// text is in `Outcome.report`.
  public var arguments: [String]
  /// The variables as `NAME=value`.
  public var environment: [String]
  /// The standard input.
  public var input = Input.nothing
  /// A folder that holds nothing of use, which a file system in memory covers in the view of the program.
  public var place: String
  /// The bytes of `config.json` in `place`.
  public var settings: [UInt8] = []
  /// What the program finds as `root` in `place`; an empty folder for nil.
  public var root: DetachedMount?
  /// What the program finds as `m0`, `m1` and so on in `place`. Each can be launched with once.
  public var attached: [DetachedMount] = []
  /// What else the program finds in `place`; 64 MiB at most, with the settings.
  public var files: [File] = []
  /// A copy of the program in memory to start in its place; nil for the program itself.
  public var copy: SealedProgram?
  /// The file of a control group that takes processes, to which the program is added; nil for none.
  public var group: String?
  /// A mount that is taken out of the view of the program.
  public var hidden: String?
  /// How long it may take; nil for as long as it wants.
  public var timeout: Duration?

  /// A program with its arguments, and a folder to cover.
  public init(
    _ program: String, _ arguments: [String], environment: [String] = [], place: String
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.place = place
  }

  /// Runs it to its end.
  /// - Parameters:
  ///   - control: By what another thread can end it.
  ///   - started: Called once it runs, with the number of its process.
  ///   - receive: Called on this thread with what the program writes, as it comes.
  /// - Throws: `Failure` when it cannot be started.
  public func run(
    control: ProcessControl = ProcessControl(), started: (Int32) -> Void = { _ in },
    receive: (Output, ArraySlice<UInt8>) -> Void
  ) throws(Failure) -> Outcome {
    Signals.ignoreBrokenPipes
    var pipes: LaunchPipes
    do throws(SystemError) {
      pipes = try LaunchPipes(input)
    } catch {
      throw error.failure("cannot start `\(program)`")
    }
    defer { pipes.close() }
    let (process, step, error) = start(pipes)
    pipes.closeTheirs()
    if process < 0 {
      throw Failure(
        "cannot start `\(program)`", because: ["\(step): \(error.reason)"],
        hint: error.code == EPERM
          ? "run as root, or where user namespaces are allowed" : error.hint)
    }
    let ticket = Leftovers.register(group: process)
    control.hold(process)
    started(process)
    let deadline = timeout.map {
      System.monotonicNanoseconds &+ UInt64(max(0, $0 / .nanoseconds(1)))
    }
    let timedOut = !pipes.transfer(until: deadline, receive)
    if timedOut { kill(process, SIGKILL) }
    // The number stays taken until it is waited for, so nobody else can be hit meanwhile.
    var information = siginfo_t()
    while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    control.release(process)
    Leftovers.release(ticket)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return Outcome(
      ending: timedOut
        ? .timedOut : signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal),
      report: pipes.report)
  }

  private func start(_ pipes: LaunchPipes) -> (Int32, String, SystemError) {
    #if os(Linux)
      let report = pipes.reportWriting.number
      let words =
        [program] + arguments.map { $0.replacing("{report}", with: "/proc/self/fd/\(report)") }
      var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
      var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
      let executable = copy.map { "/proc/self/fd/\($0.number)" } ?? program
      let texts = [executable, place, hidden, group].map { text in text.map { strdup($0)! } }
      defer {
        (argv + envp).forEach { free($0) }
        texts.forEach { free($0) }
      }
      var kept = [report]
      var mounts = attached.map(\.number)
      // One buffer for all bytes and names, so that their addresses stay as they are.
      var buffer: [UInt8] = []
      var places: [(name: Int, bytes: Int)] = []
      for file in files {
        let name = buffer.count
        buffer += Array(file.name.utf8) + [0]
        places.append((name, buffer.count))
        buffer += file.bytes
      }
      buffer.append(0)
      var list = files.map { _ in hardstand_launch_file() }
      // The copy must stay open until the program has started.
      defer { withExtendedLifetime(copy) {} }
      return argv.withUnsafeMutableBufferPointer { argv in
        envp.withUnsafeMutableBufferPointer { envp in
          kept.withUnsafeMutableBufferPointer { kept in
            settings.withUnsafeBytes { settings in
              var call = hardstand_launch()
              call.program = UnsafePointer(texts[0])
              call.arguments = UnsafePointer(argv.baseAddress)
              call.environment = UnsafePointer(envp.baseAddress)
              call.input = pipes.inputReading?.number ?? -1
              if case .inherited = input {
                // Whoever reads from the terminal must be of the group that it serves.
                call.input = 0
              } else {
                call.owns_group = 1
              }
              call.output = pipes.outputWriting.number
              call.errors = pipes.errorsWriting.number
              call.kept = UnsafePointer(kept.baseAddress)
              call.kept_count = kept.count
              call.owns_processes = 1
              call.dies_with_parent = 1
              call.place = UnsafePointer(texts[1])
              call.hidden = UnsafePointer(texts[2])
              call.group = UnsafePointer(texts[3])
              call.root = root?.number ?? -1
              call.config = settings.baseAddress
              call.config_size = settings.count
              return mounts.withUnsafeMutableBufferPointer { mounts in
                buffer.withUnsafeMutableBytes { buffer in
                  list.withUnsafeMutableBufferPointer { list in
                    call.attached = UnsafePointer(mounts.baseAddress)
                    call.attached_count = mounts.count
                    for (index, file) in files.enumerated() {
                      let start = buffer.baseAddress!
                      list[index].name = UnsafePointer(
                        (start + places[index].name).assumingMemoryBound(to: CChar.self))
                      list[index].bytes = UnsafeRawPointer(start + places[index].bytes)
                      list[index].size = file.bytes.count
                      list[index].mode = file.mode
                      list[index].owner = file.owner
                      list[index].group = file.group
                    }
                    call.files = UnsafePointer(list.baseAddress)
                    call.file_count = list.count
                    let result = hardstand_launch_start(&call)
                    if result >= 0 { return (result, "", SystemError(code: 0)) }
                    let step = call.failed_step.map { String(cString: $0) } ?? ""
                    return (-1, step, SystemError(code: -result))
                  }
                }
              }
            }
          }
        }
      }
    #else
      return (-1, "start", SystemError(code: ENOSYS))
    #endif
  }
}
