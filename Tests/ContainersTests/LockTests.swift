import Containers
import Host
import Source
import TestSupport
import Testing

/// What a container may do and see, asked from inside.
@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct LockTests {
  @Test(arguments: [RuntimeProgram.Kind.crun, .runc])
  func dockersDefaultsAreInForce(_ kind: RuntimeProgram.Kind) throws {
    let containers = try TestContainers(kind)
    let result = try containers.run(
      ContainerPlan([
        "sh", "-c", "grep -E '^(Cap(Prm|Eff|Bnd|Amb)|NoNewPrivs|Seccomp:)' /proc/self/status",
      ]))
    #expect(
      result.output.split { $0 == "\n" || $0 == "\t" }.joined(separator: " ")
        == "CapPrm: 00000000a80425fb CapEff: 00000000a80425fb CapBnd: 00000000a80425fb "
        + "CapAmb: 0000000000000000 NoNewPrivs: 0 Seccomp: 2")
  }

  @Test(arguments: [RuntimeProgram.Kind.crun, .runc])
  func hardenedIsInForce(_ kind: RuntimeProgram.Kind) throws {
    let containers = try TestContainers(kind)
    var plan = ContainerPlan.hardened(
      [
        "sh", "-c",
        "grep -E '^(Uid|Groups|Cap(Prm|Eff|Bnd)|NoNewPrivs|Seccomp:)' /proc/self/status; touch /x; "
          + "echo 'echo no' > /tmp/s && chmod 755 /tmp/s && /tmp/s; ls /sys/class/net",
      ],
      as: ContainerUser(10001, group: 10001))
    plan.resources = nil
    plan.mounts.removeAll { $0.kind == "cgroup" }
    let result = try containers.run(plan)
    let words = result.output.split { $0 == "\n" || $0 == "\t" || $0 == " " }
    #expect(
      words.joined(separator: " ")
        == "Uid: 10001 10001 10001 10001 Groups: 10001 CapPrm: 0000000000000000 CapEff: "
        + "0000000000000000 CapBnd: 0000000000000000 NoNewPrivs: 1 Seccomp: 2 lo")
    #expect(result.errors.contains("touch: /x: Read-only file system"))
    #expect(result.errors.contains("/tmp/s: Permission denied"))
  }

  /// Calls that the filter refuses, by programs of busybox, with the filter compiled by the runtime
  /// and by hardstand.
  @Test(arguments: [
    ("unshare -U true", "Operation not permitted"), ("mount -t tmpfs x /tmp", "ermi"),
    ("unshare -m true", "Operation not permitted"),
  ])
  func refusedCallsAreRefused(command: String, answer: String) throws {
    for kind in [RuntimeProgram.Kind.crun, .runc] {
      let containers = try TestContainers(kind)
      for _ in 0..<2 {
        let output = try containers.shell(command + " && echo done")
        #expect(output.contains(answer))
        #expect(!output.contains("done"))
      }
      let filters = (try? Files.list(containers.folder.at("run/filters"))) ?? []
      #expect(filters.count == (kind == .crun ? 1 : 0))
    }
    let containers = try TestContainers()
    var plan = ContainerPlan(["unshare", "-U", "true"])
    plan.seccomp = nil
    #expect(try containers.run(plan).outcome.succeeded)
  }

  @Test(arguments: [RuntimeProgram.Kind.crun, .runc])
  func devicesThatAreMadeCannotBeOpened(_ kind: RuntimeProgram.Kind) throws {
    let containers = try TestContainers(kind)
    let output = try containers.shell(
      "for d in /disk /dev/disk /tmp/disk; do mknod $d b 254 0 || echo cannot make; "
        + "head -c 1 $d >/dev/null && echo opened $d; mknod $d.m c 1 1; head -c 1 $d.m > /dev/null && echo opened $d.m; "
        + "done; head -c 4 /dev/zero | wc -c; echo x > /dev/null; head -c 2 /dev/urandom | wc -c; ls /dev"
    )
    #expect(!output.contains("opened"))
    #expect(!output.contains("cannot make"))
    #expect(output.contains("4\n2\n"))
    for name in ["null", "ptmx", "pts", "shm", "stdout", "fd", "tty", "full", "random"] {
      #expect(output.split(separator: "\n").contains { $0 == name })
    }
  }

  @Test func nothingOfTheMachineIsSeen() throws {
    let containers = try TestContainers()
    let output = try containers.shell(
      "echo processes $(ls /proc | grep -E '^[0-9]+$' | wc -l); hostname; "
        + "echo 1 > /proc/sys/kernel/hostname; echo files $(ls /proc/self/fd); "
        + "ls /proc/scsi /sys/firmware")
    let lines = output.split(separator: "\n")
    // The shells, and ls, grep and wc.
    #expect(lines.contains { ["processes 3", "processes 4", "processes 5"].contains($0) })
    #expect(lines.contains("localhost"))
    #expect(output.contains("/proc/sys/kernel/hostname: Read-only file system"))
    #expect(lines.contains("files 0 1 2 3"))
  }

  @Test func limitsAndAmbientCapabilities() throws {
    let containers = try TestContainers()
    var plan = ContainerPlan([
      "sh", "-c", "ulimit -n; grep CapEff /proc/self/status; echo $FOO; pwd; id -u",
    ])
    plan.limits = [.init("nofile", soft: 123, hard: 456)]
    plan.user = ContainerUser(10001, group: 10001)
    plan.capabilities = .ambient([.netBindService])
    plan.environment = ["FOO=a b"]
    plan.directory = "/tmp"
    let output = try containers.run(plan).output
    #expect(output == "123\nCapEff:\t0000000000000400\na b\n/tmp\n10001\n")
  }

  @Test(arguments: [
    (["nosuch"], "/", 127), (["/bin/nosuch"], "/", 127), (["/etc/passwd"], "/", 126),
    (["/etc"], "/", 126), (["true"], "/etc/passwd", 127), (["./busybox", "true"], "/bin", 0),
    ([], "/", 127), (["/opt/true"], "/", 0), (["/loop"], "/", 127), (["/out"], "/", 127),
  ])
  func saysWhyNothingStarts(arguments: [String], directory: String, status: Int32) throws {
    let containers = try TestContainers()
    try containers.folder.script(
      "mkdir root/opt; ln -s /bin/true root/opt/true; ln -s /loop root/loop; ln -s ../../../../bin/nologin root/out"
    )
    var plan = ContainerPlan(arguments)
    plan.directory = directory
    let outcome = try containers.run(plan).outcome
    #expect(outcome.status == status)
    if case .notStarted(let problem) = outcome.ending {
      #expect(!problem.failure.because.isEmpty)
    } else {
      #expect(status == 0)
    }
  }

  @Test func memoryThatRunsOutKillsAndLeavesNoGroup() throws {
    let containers = try TestContainers()
    var plan = ContainerPlan([
      "sh", "-c", "dd if=/dev/zero of=/dev/shm/x bs=1M count=60 2>/dev/null; echo $?",
    ])
    plan.resources = ContainerPlan.Resources()
    plan.resources?.memory = 16 << 20
    plan.resources?.memoryAndSwap = 16 << 20
    let result = try containers.run(plan)
    #expect(result.output == "137\n")
    plan.arguments = ["sh", "-c", "for i in $(seq 40); do sleep 5 & done; echo $?"]
    plan.resources = ContainerPlan.Resources()
    plan.resources?.processes = 10
    #expect(try containers.run(plan).errors.contains("can't fork"))
  }
}
