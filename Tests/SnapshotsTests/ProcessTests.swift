import Containers
import Host
import Snapshots
import Source
import TestSupport
import Testing

@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct ProcessTests {
  static let probe: String? = {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = "/\(root)/.build/debug/ContainerProbe"
    return Files.isProgram(path) ? path : nil
  }()

  /// A folder with what the probe needs, which anybody may use.
  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try TestRoot.make(folder, "base")
    try folder.script("tar -C base -cf base.tar .; rm -r base; chmod 777 .")
    return folder
  }

  /// Whether anything of this machine tells of a text: a process, a mount.
  static func traces(_ text: String) throws -> [String] {
    var found: [String] = []
    for entry in try Files.list("/proc") where entry.name.allSatisfy(\.isNumber) {
      for file in ["cmdline", "mountinfo"] {
        let bytes = try? Files.read("/proc/\(entry.name)/\(file)", special: .allowed)
        if String(decoding: bytes ?? [], as: UTF8.self).contains(text) {
          found.append("\(entry.name)/\(file)")
        }
      }
    }
    return found
  }

  @Test(arguments: ["crun", "runc"])
  func killedAtAnyTimeItLeavesNothing(runtime: String) throws {
    let probe = try #require(ProcessTests.probe)
    let folder = try ProcessTests.folder()
    var environment = System.environment
    environment["HARDSTAND_RUNTIME"] = runtime
    for round in 0..<25 {
      var spawn = Spawn(
        probe,
        [
          folder.path, "50", "mkdir -p /a/b; echo x > /a/b/c; sleep 0.0\(round % 10)1; echo y > /z",
        ],
        environment: environment)
      // The time is over at some point of the unpacking, the start, or the end of a container.
      spawn.timeout = .milliseconds(15 + 11 * round)
      let outcome = try spawn.run()
      #expect(outcome.ending == .timedOut || outcome.succeeded)
      var left = try ProcessTests.traces(folder.path)
      // The kernel ends the others as soon as it comes to it.
      for _ in 0..<100 where !left.isEmpty {
        System.sleep(milliseconds: 10)
        left = try ProcessTests.traces(folder.path)
      }
      #expect(left == [])
    }
    // Whoever comes next finds a store that works, and removes what was left.
    let outcome = try Spawn(
      probe, [folder.path, "1", "echo fine; echo 1 > /new"], environment: environment
    ).run()
    #expect(outcome.outputText == "mapping all\nfine\nended exited(0)\nchanged new 0:0\n")
    #expect(try Files.list(folder.at("snapshots/making")).isEmpty)
    #expect(try Files.list(folder.at("snapshots/trash")).count <= 1)
    #expect(try Files.list(folder.at("run/groups")).isEmpty)
    #expect(
      try Files.list("/tmp").filter { $0.name.hasPrefix("crun.") }.count <= ProcessTests.before)
  }

  /// What crun of others left before.
  private static let before = (try? Files.list("/tmp"))?.count { $0.name.hasPrefix("crun.") } ?? 0

  /// As an ordinary user, with numbers lent to it and without.
  @Test(
    .enabled(if: TemporaryFolder.has("setpriv") && TemporaryFolder.has("unshare")),
    arguments: [true, false])
  func anOrdinaryUserCan(isLent: Bool) throws {
    let probe = try #require(ProcessTests.probe)
    let folder = try ProcessTests.folder()
    try folder.script("mkdir home; chown 20001:20001 home; cp base.tar home")
    // The files of accounts in a mount namespace of its own.
    let script = """
      set -e
      printf 'root:x:0:0::/:/bin/sh\\nprobe:x:20001:20001::/:/bin/sh\\n' > passwd
      printf '\(isLent ? "probe:300000:65536" : "")\\n' > lent
      touch /etc/subuid /etc/subgid
      mount --bind passwd /etc/passwd
      mount --bind lent /etc/subuid
      mount --bind lent /etc/subgid
      cp "$0" probe
      exec setpriv --reuid 20001 --regid 20001 --clear-groups ./probe "$PWD/home" 2 \
        'id -u; chown 7:8 /tmp && echo given; mkdir /d; echo x > /d/f; rm /etc/group; mknod /b b 254 0; \
      head -c 1 /dev/zero | wc -c; grep -c . /proc/self/uid_map'
      """
    var spawn = Spawn(
      "unshare", ["--mount", "sh", "-c", script, probe], folder: folder.path)
    spawn.environment["HARDSTAND_RUNTIME"] = "crun"
    let outcome = try spawn.run()
    let lines = outcome.outputText.split(separator: "\n")
    #expect(lines.first == (isLent ? "mapping lent(65537)" : "mapping single"))
    #expect(lines.filter { $0 == "ended exited(0)" }.count == 2)
    #expect(lines.contains("given") == isLent)
    #expect(lines.contains("changed d/f 0:0"))
    #expect(lines.contains("changed etc/.wh.group 0:0"))
    #expect(!lines.contains { $0.hasPrefix("changed b ") })
    #expect(outcome.errorText == "")
  }
}
