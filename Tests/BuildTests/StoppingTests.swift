import Host
import TestSupport
import Testing

@Suite(
  .enabled(if: PeopleBuild.canRun, "takes the built program, root, busybox, and crun or runc"),
  .serialized)
struct StoppingTests {
  /// Whether anything of this machine tells of a text: a process, a mount.
  private static func traces(_ text: String) throws -> [String] {
    var found: [String] = []
    for entry in try Files.list("/proc") where entry.name.allSatisfy(\.isNumber) {
      for file in ["cmdline", "mountinfo", "environ"] {
        let bytes = try? Files.read("/proc/\(entry.name)/\(file)", special: .allowed)
        if String(decoding: bytes ?? [], as: UTF8.self).contains(text) {
          found.append("\(entry.name)/\(file)")
        }
      }
    }
    return found
  }

  /// Ended at any time, a build leaves no process, no mount and no half of anything, and the next one
  /// goes on.
  @Test(arguments: [("INT", 130), ("TERM", 143), ("KILL", 137)])
  func endedAtAnyTime(signal: String, status: Int) throws {
    let build = try PeopleBuild(
      """
      FROM \(PeopleBuild.base) AS one
      RUN sleep 0.1; echo 1 > /one; busybox seq 1 200000 > /big
      FROM \(PeopleBuild.base)
      COPY . /src
      RUN sleep 0.1; echo 2 > /two
      COPY --from=one /one /big /
      """)
    try build.folder.script("for i in $(seq 1 200); do echo $i > context/$i; done")
    let program = try #require(BuiltProgram.path)
    // The rounds are spread over the time that a whole build takes on this machine.
    let started = System.monotonicNanoseconds
    #expect(try build.build("--no-cache", "-t", "x:1").succeeded)
    let whole = Double(System.monotonicNanoseconds &- started) / 1e9
    var ended = 0
    for round in 0..<20 {
      // Not by a shell, whose children in the background ignore the signal of the keyboard.
      let script = """
        import os, signal, subprocess, sys, time
        child = subprocess.Popen([sys.argv[1], 'build', '--no-cache', '-t', 'x:1', 'context'],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(\(whole * Double(round) / 20 + 0.01))
        child.send_signal(signal.SIG\(signal))
        status = child.wait()
        sys.exit(128 - status if status < 0 else status)
        """
      var spawn = Spawn("python3", ["-c", script, program], folder: build.folder.path)
      spawn.environment.merge(build.environment) { $1 }
      let outcome = try spawn.run()
      #expect([.exited(Int32(status)), .exited(0)].contains(outcome.ending), "\(outcome.ending)")
      if outcome.ending != .exited(0) { ended += 1 }
      var left = try Self.traces(build.folder.path)
      // The kernel ends the others as soon as it comes to it.
      for _ in 0..<100 where !left.isEmpty {
        System.sleep(milliseconds: 20)
        left = try Self.traces(build.folder.path)
      }
      #expect(left == [])
    }
    #expect(ended > 5)
    let verified = try build.run("store", "verify")
    #expect(verified.succeeded, "\(verified.outputText)\(verified.errorText)")
    let last = try build.build("-o", "type=local,dest=out")
    #expect(last.succeeded, "\(last.errorText)")
    #expect(try build.folder.read("out/two") == "2\n")
    #expect(try build.folder.read("out/src/200") == "200\n")
    // What was in the making is gone, or goes when the store is cleaned.
    #expect(try build.run("store", "gc").succeeded)
    #expect(try Files.list(build.folder.at("store/ingest")).isEmpty)
  }
}
