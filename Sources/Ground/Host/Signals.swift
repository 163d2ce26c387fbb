#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the program takes signals.
public enum Signals {
  /// Sets the program up as a good command-line citizen.
  ///
  /// A reader that goes away shows as an error of the write instead of a signal. SIGINT, SIGTERM
  /// and SIGHUP remove temporary files, end child processes and then end the program as that
  /// signal does, so that a shell sees 130, 143 or 129. A signal that the parent told to be
  /// ignored (`nohup`) stays ignored.
  public static func prepare() {
    Leftovers.prepare()
    ignoreBrokenPipes
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var old = sigaction()
      sigaction(number, nil, &old)
      if isIgnored(old) { continue }
      var action = sigaction()
      install(endProgram, in: &action)
      sigemptyset(&action.sa_mask)
      // Back to the default before the handler runs: a second signal ends at once.
      action.sa_flags = Int32(bitPattern: UInt32(truncatingIfNeeded: SA_RESETHAND))
      sigaction(number, &action, nil)
    }
  }

  /// Makes the write to a closed pipe an error instead of a signal, once for the whole process.
  static let ignoreBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  private static let endProgram: @convention(c) (Int32) -> Void = { number in
    Leftovers.clear()
    signal(number, SIG_DFL)
    raise(number)
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #elseif canImport(Musl)
      let handler = action.__sa_handler.sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func install(
    _ handler: @escaping @convention(c) (Int32) -> Void, in action: inout sigaction
  ) {
    #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = handler
    #elseif canImport(Musl)
      action.__sa_handler.sa_handler = handler
    #else
      action.__sigaction_handler.sa_handler = handler
    #endif
  }
}
