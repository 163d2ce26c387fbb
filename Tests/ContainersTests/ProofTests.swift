import Containers
import Host
import Source
import TestSupport
import Testing

@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct ProofTests {
  /// Runs a plan that says `up` and waits, and reads what the kernel says meanwhile.
  private func proof(of plan: ContainerPlan, _ kind: RuntimeProgram.Kind) throws -> ContainerProof {
    let containers = try TestContainers(kind)
    let control = ProcessControl()
    var runtime: Int32 = 0
    var proof: Result<ContainerProof, any Error>?
    _ = try containers.runner.run(
      plan, root: containers.root(), control: control, started: { runtime = $0 }
    ) { _, _ in
      proof = Result {
        let process = try #require(ContainerProof.process(below: runtime))
        return try ContainerProof(of: process)
      }
      control.stop()
    }
    return try #require(proof).get()
  }

  @Test(arguments: [RuntimeProgram.Kind.crun, .runc])
  func whatIsAskedForIsInForce(_ kind: RuntimeProgram.Kind) throws {
    var plan = ContainerPlan.hardened(
      ["sh", "-c", "echo up; sleep 60"], as: ContainerUser(10001, group: 10001, groups: [10001, 7]))
    plan.resources?.memory = 64 << 20
    plan.resources?.memoryAndSwap = 64 << 20
    plan.resources?.cpuQuota = 50_000
    plan.resources?.cpuPeriod = 100_000
    let proof = try proof(of: plan, kind)
    #expect(proof.differences(from: plan, on: .current) == [])
    #expect(proof.limits.memory == 64 << 20)
    #expect(proof.limits.processes == 256)
    #expect(proof.limits.cpuQuota == 50_000)
    #expect(proof.mounts.contains { $0.target == "/tmp" && $0.options.contains("noexec") })
  }

  @Test func whatIsNotInForceIsTold() throws {
    let weak = ContainerPlan(["sh", "-c", "echo up; sleep 60"])
    let proof = try proof(of: weak, .crun)
    #expect(proof.differences(from: weak, on: .current) == [])
    var asked = ContainerPlan.hardened([], as: ContainerUser(5, group: 6))
    asked.capabilities = .ambient([.netAdmin])
    let told = proof.differences(from: asked, on: .current)
    for part in [
      "runs as 0:0 and not as 5:6", "groups are [0] and not [6]", "not asked for: CAP_CHOWN",
      "lacks capabilities that were asked for: CAP_NET_ADMIN", "no_new_privs is not set",
      "root can be changed", "limit of processes is not in force and not 256",
    ] {
      #expect(told.contains { $0.contains(part) }, "\(part) is not in \(told)")
    }
  }
}
