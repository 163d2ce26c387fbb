import Containers
import Documents
import Host
import Source
import Testing

@Suite struct SeccompTests {
  private static let reference: SeccompProfile? = {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let path = "/\(root)/shared/conformance/seccomp/default.json"
    guard let bytes = try? Files.read(path), let json = try? JSON(reading: bytes, name: path)
    else { return nil }
    return try? SeccompProfile(json, name: path)
  }()

  /// What is decided for each call: its rules in a form that can be compared.
  private func decisions(_ rules: SeccompRules) -> [String: Set<String>] {
    var found: [String: Set<String>] = [:]
    for rule in rules.rules {
      for call in rule.calls { found[call, default: []].insert("\(rule.action) \(rule.arguments)") }
    }
    return found
  }

  @Test(
    .enabled(if: reference != nil, "takes the profile of Docker in ../shared"),
    arguments: ["amd64", "arm64", "s390x", "riscv64", "mips64", "mips64le", "loong64", "ppc64le"])
  func decidesAsDocker(architecture: String) throws {
    let reference = try #require(SeccompTests.reference)
    let sets: [Set<Capability>] =
      [[], .docker, Set(Capability.allCases)] + Capability.allCases.map { [$0] }
    for capabilities in sets {
      for kernel in [KernelVersion(3, 10), KernelVersion(4, 8), KernelVersion(6, 1)] {
        let ours = SeccompProfile.docker.resolved(
          architecture: architecture, capabilities: capabilities, kernel: kernel)
        let theirs = reference.resolved(
          architecture: architecture, capabilities: capabilities, kernel: kernel)
        #expect(decisions(ours) == decisions(theirs))
        #expect(ours.defaultAction == theirs.defaultAction)
        #expect(ours.architectures == theirs.architectures)
      }
    }
  }

  @Test func capabilitiesAndMachinesDecide() {
    func calls(_ capabilities: Set<Capability>, _ architecture: String = "amd64") -> Set<String> {
      let rules = SeccompProfile.docker.resolved(
        architecture: architecture, capabilities: capabilities, kernel: KernelVersion(6, 1))
      return Set(rules.rules.filter { $0.action == .allow }.flatMap(\.calls))
    }
    #expect(!calls(.docker).contains("mount"))
    #expect(calls([.sysAdmin]).contains("mount"))
    #expect(!calls([]).contains("chroot"))
    #expect(calls(.docker).contains("chroot"))
    #expect(calls([]).contains("arch_prctl"))
    #expect(!calls([], "arm64").contains("arch_prctl"))
    #expect(!calls(Set(Capability.allCases)).contains("keyctl"))
  }

  @Test(arguments: [
    #"{}"#, #"{"defaultAction":"SCMP_ACT_TRACE"}"#,
    #"{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":5000}"#,
    #"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"action":"SCMP_ACT_ERRNO"}]}"#,
    #"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"]}]}"#,
    #"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"],"action":"SCMP_ACT_ERRNO","args":[{"index":6,"op":"SCMP_CMP_EQ"}]}]}"#,
    #"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"],"action":"SCMP_ACT_ERRNO","args":[{"index":0,"value":-1,"op":"SCMP_CMP_EQ"}]}]}"#,
    #"{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["x"],"action":"SCMP_ACT_ERRNO","includes":{"caps":["CAP_NONE"]}}]}"#,
  ])
  func refuses(text: String) throws {
    let json = try JSON(reading: text, name: "profile")
    #expect(throws: Failure.self) { try SeccompProfile(json, name: "profile") }
  }

  @Test(arguments: [
    ("CAP_NET_RAW", Capability.netRaw), ("net_raw", .netRaw), ("Cap_Sys_Tty_Config", .sysTtyConfig),
    ("SYSLOG", .syslog), ("CAP_CHECKPOINT_RESTORE", .checkpointRestore),
  ])
  func capabilitiesHaveNames(text: String, capability: Capability) {
    #expect(Capability(text) == capability)
  }

  @Test func capabilitiesHaveTheNumbersOfTheKernel() {
    #expect(Capability.chown.rawValue == 0)
    #expect(Capability.sysAdmin.rawValue == 21)
    #expect(Capability.checkpointRestore.rawValue == 40)
    #expect(Capability("NONE") == nil)
    let mask = Set<Capability>.docker.reduce(UInt64(0)) { $0 | 1 << UInt64($1.rawValue) }
    #expect(mask == 0xA804_25FB)
  }
}
