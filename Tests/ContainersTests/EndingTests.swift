import Containers
import Host
import Source
import Synchronization
import TestSupport
import Testing

/// How containers end, and what is left of them.
@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct EndingTests {
  /// The processes of this machine whose words hold a text.
  static func processes(_ text: String) throws -> [String] {
    try Files.list("/proc").filter { $0.name.allSatisfy(\.isNumber) }.compactMap { entry in
      let words = try? Files.read("/proc/\(entry.name)/cmdline", special: .allowed)
      let line = String(decoding: words ?? [], as: UTF8.self)
      return line.contains(text) ? entry.name : nil
    }
  }

  static func mounts(_ text: String) throws -> Int {
    let bytes = try Files.read("/proc/self/mountinfo", special: .allowed)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").count {
      $0.contains(text)
    }
  }

  /// The control groups that a runner has made.
  static func groups(_ folder: TemporaryFolder) throws -> [String] {
    let noted = try Files.list(folder.at("run/groups")).map(\.name)
    let places =
      try ["/sys/fs/cgroup"] + Files.list("/sys/fs/cgroup").map { "/sys/fs/cgroup/" + $0.name }
    return noted
      + noted.flatMap { name in places.map { "\($0)/\(name)" }.filter { Files.exists($0) } }
  }

  @Test(arguments: [RuntimeProgram.Kind.crun, .runc])
  func timeIsLimited(_ kind: RuntimeProgram.Kind) throws {
    var containers: TestContainers? = try TestContainers(kind)
    let folder = try #require(containers?.folder)
    let mark = "7\(UInt32.random(in: 100_000...999_999))"
    let start = System.monotonicNanoseconds
    let outcome = try containers?.runner.run(
      ContainerPlan(["sh", "-c", "sleep \(mark) & sleep \(mark)"]), root: containers!.root(),
      timeout: .milliseconds(700)
    ) { _, _ in }
    #expect(outcome?.ending == .timedOut)
    #expect(System.monotonicNanoseconds - start < 5_000_000_000)
    #expect(try EndingTests.processes(mark).isEmpty)
    #expect(try EndingTests.mounts(folder.path) == 0)
    containers = nil
    #expect(try EndingTests.groups(folder) == [])
  }

  @Test func anotherThreadStopsIt() throws {
    let containers = try TestContainers()
    let control = ProcessControl()
    let mark = "8\(UInt32.random(in: 100_000...999_999))"
    var output: [UInt8] = []
    let outcome = try containers.runner.run(
      ContainerPlan(["sh", "-c", "echo up; sleep \(mark)"]), root: containers.root(),
      control: control
    ) { _, bytes in
      output += bytes
      // As soon as it runs.
      control.stop()
    }
    #expect(outcome.ending == .stopped)
    #expect(output == Array("up\n".utf8))
    #expect(try EndingTests.processes(mark).isEmpty)
    let later = try containers.runner.run(
      ContainerPlan(["sleep", mark]), root: containers.root("later"), control: control
    ) { _, _ in }
    #expect(later.ending == .stopped)
  }

  @Test func whatItLeavesBehindEndsWithIt() throws {
    let containers = try TestContainers()
    let mark = "9\(UInt32.random(in: 100_000...999_999))"
    let result = try containers.run(
      ContainerPlan(["sh", "-c", "sleep \(mark) & (sleep \(mark) &); kill -9 $$; exit 4"]))
    #expect(result.outcome.ending == .exited(4))
    #expect(try EndingTests.processes(mark).isEmpty)
  }

  @Test func aSignalShowsAsDockerShowsIt() throws {
    let containers = try TestContainers()
    let result = try containers.run(ContainerPlan(["sh", "-c", "sh -c 'kill -9 $$'; exit $?"]))
    #expect(result.outcome.ending == .exited(137))
  }

  @Test func muchOutputArrives() throws {
    let containers = try TestContainers()
    let result = try containers.run(
      ContainerPlan(["sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x; echo end >&2"]))
    #expect(result.output.utf8.count == 3_000_000)
    #expect(result.errors == "end\n")
  }

  @Test func manyAtOnce() throws {
    let containers = try TestContainers()
    let runner = containers.runner
    let roots = try (0..<12).map { try containers.root("many\($0)") }
    let statuses = Parallel.map(Array(roots.enumerated()), threads: 6) { index, root in
      Result { () throws(Failure) in
        try runner.run(ContainerPlan(["sh", "-c", "exit \(index)"]), root: root) { _, _ in }.status
      }
    }
    #expect(try statuses.map { try $0.get() } == Array(0..<12))
  }
}
