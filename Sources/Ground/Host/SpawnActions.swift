import CLinux

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The steps that `posix_spawn` takes in the child before the program begins.
struct SpawnActions {
  #if canImport(Darwin)
    private var actions: posix_spawn_file_actions_t? = nil
  #else
    private var actions = posix_spawn_file_actions_t()
  #endif
  private var failure: Int32 = 0

  init() { failure = posix_spawn_file_actions_init(&actions) }

  mutating func destroy() { posix_spawn_file_actions_destroy(&actions) }

  mutating func open(_ path: String, _ flags: Int32, as number: Int32) {
    note(posix_spawn_file_actions_addopen(&actions, number, path, flags, 0))
  }

  mutating func duplicate(_ descriptor: FileDescriptor, as number: Int32) {
    note(posix_spawn_file_actions_adddup2(&actions, descriptor.number, number))
  }

  mutating func changeFolder(_ path: String) {
    #if os(Linux)
      note(clinux_spawn_addchdir(&actions, path))
    #else
      note(posix_spawn_file_actions_addchdir_np(&actions, path))
    #endif
  }

  private mutating func note(_ result: Int32) { if failure == 0 { failure = result } }

  /// Starts the program with default signals and no descriptors but its three streams.
  mutating func start(
    _ path: String, _ arguments: [String], _ environment: [String: String], ownGroup: Bool
  ) throws(SystemError) -> pid_t {
    if failure != 0 { throw SystemError(code: failure) }
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t? = nil
    #else
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Ignored signals stay ignored over an exec, and we ignore SIGPIPE.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    var flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
    if ownGroup {
      flags |= Int32(POSIX_SPAWN_SETPGROUP)
      posix_spawnattr_setpgroup(&attributes, 0)
    }
    #if canImport(Darwin)
      flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #endif
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var process: pid_t = 0
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    let result = posix_spawn(&process, path, &actions, &attributes, &argv, &envp)
    if result != 0 { throw SystemError(code: result) }
    return process
  }
}
