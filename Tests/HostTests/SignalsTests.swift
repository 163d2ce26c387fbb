import Source
import TestSupport
import Testing

@testable import Host

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct SignalsTests {
  private static let file = "/tmp/hardstand-tests-signal"

  /// The process of an exit test begins with all signals blocked.
  private static func unblock() {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
  }

  @Test func aSignalRemovesWhatMustNotStay() async throws {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      SignalsTests.unblock()
      Signals.prepare()
      try Files.write([], to: SignalsTests.file)
      _ = Leftovers.register(file: SignalsTests.file)
      raise(SIGTERM)
      // A handler that returned would be a failure of the test.
      exit(0)
    }
    #expect(!Files.exists(Self.file))
  }

  @Test func aSignalEndsTheChildren() async throws {
    let marker = "31.41592"
    await #expect(processExitsWith: .signal(SIGINT)) {
      SignalsTests.unblock()
      Signals.prepare()
      _ = Parallel.map([0, 1], threads: 2) { number in
        if number == 0 {
          _ = try? Spawn("sleep", ["31.41592"]).run()
        } else {
          usleep(300_000)
          raise(SIGINT)
        }
      }
    }
    let running = try Spawn("ps", ["-eo", "args"]).run().outputText
    #expect(!running.contains("sleep \(marker)"))
  }

  @Test func whatIsGivenBackStays() throws {
    let folder = try TemporaryFolder()
    try folder.write("file")
    for _ in 0..<200 { Leftovers.release(Leftovers.register(file: folder.at("file"))) }
    #expect(Files.exists(folder.at("file")))
  }
}
