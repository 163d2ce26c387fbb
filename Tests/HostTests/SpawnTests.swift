import Host
import Source
import Testing

@Suite struct SpawnTests {
  @Test func feedsAndDrainsWithoutDeadlock() throws {
    var spawn = Spawn("cat")
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
    spawn.input = .bytes(bytes)
    let outcome = try spawn.run()
    #expect(outcome.succeeded)
    #expect(outcome.output == bytes)
  }

  @Test func drainsBothOutputs() throws {
    let script = "yes out | head -c 300000; yes err | head -c 300000 >&2; exit 7"
    let outcome = try Spawn("sh", ["-c", script]).run()
    #expect(outcome.ending == .exited(7))
    #expect(outcome.output.count == 300_000)
    #expect(outcome.errors.count == 300_000)
    #expect(!outcome.isCut)
  }

  @Test func cutsWhatIsTooLong() throws {
    var spawn = Spawn("sh", ["-c", "yes | head -c 100000"])
    spawn.output = .captured(limit: 10)
    let outcome = try spawn.run()
    #expect(outcome.output.count == 10)
    #expect(outcome.isCut)
  }

  @Test func endsWhatTakesTooLong() throws {
    // The grandchild holds the pipe open, too.
    var spawn = Spawn("sh", ["-c", "sleep 30 & sleep 30"])
    spawn.timeout = .milliseconds(100)
    let start = System.monotonicNanoseconds
    #expect(try spawn.run().ending == .timedOut)
    spawn = Spawn("sh", ["-c", "exec >&- 2>&-; sleep 30"])
    spawn.timeout = .milliseconds(100)
    #expect(try spawn.run().ending == .timedOut)
    #expect(System.monotonicNanoseconds - start < 10_000_000_000)
  }

  @Test func tellsSignals() throws {
    #expect(try Spawn("sh", ["-c", "kill -TERM $$"]).run().ending == .signalled(15))
    // An ignored SIGPIPE must not be handed on.
    Signals.prepare()
    #expect(try Spawn("sh", ["-c", "kill -PIPE $$"]).run().ending == .signalled(13))
  }

  @Test func handsOverArgumentsEnvironmentAndFolder() throws {
    let spawn = Spawn(
      "sh", ["-c", "printf '%s|' \"$@\" \"$A\"; pwd", "x", "a b", "", "$HOME"],
      environment: ["PATH": "/usr/bin:/bin", "A": "1=2"], folder: "/")
    #expect(try spawn.run().outputText == "a b||$HOME|1=2|/\n")
  }

  @Test func toleratesAProgramThatDoesNotRead() throws {
    var spawn = Spawn("true")
    spawn.input = .bytes([UInt8](repeating: 0, count: 1_000_000))
    #expect(try spawn.run().succeeded)
  }

  @Test func saysWhyItCannotStart() {
    let missing = #expect(throws: Failure.self) { try Spawn("no-such-program-here").run() }
    #expect(missing?.because == ["no folder in PATH holds it"])
    let folder = #expect(throws: Failure.self) {
      try Spawn("true", folder: "/no-such-folder").run()
    }
    #expect(folder?.because == ["there is no folder `/no-such-folder`"])
    let path = #expect(throws: Failure.self) { try Spawn("/no/such/program").run() }
    #expect(path?.because == ["there is no such file or folder"])
  }

  @Test func manyAtOnceDoNotHoldEachOther() {
    let results = Parallel.map(Array(0..<60), threads: 8) { number in
      (try? Spawn("echo", ["\(number)"]).run().outputText) ?? "failed"
    }
    #expect(results == (0..<60).map { "\($0)\n" })
  }
}
