import Containers
import Documents
import Host
import Testing

@Suite struct PlanTests {
  private static func sample(_ name: String) -> JSON? {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let path = "/\(root)/shared/design/samples/\(name)"
    return (try? Files.read(path)).flatMap { try? JSON(reading: $0, name: path) }
  }

  private let machine = Machine(architecture: "amd64", kernel: KernelVersion(6, 18))

  /// The members of a configuration in an order that does not matter.
  private func sorted(_ json: JSON?) -> Set<String> {
    Set((json?.array ?? []).map { $0.text(.canonical) })
  }

  @Test(.enabled(if: sample("docker28-default-config.json") != nil, "takes ../shared"))
  func isWhatDockerWrites() throws {
    let theirs = try #require(PlanTests.sample("docker28-default-config.json"))
    var plan = ContainerPlan(["sleep", "100"])
    plan.network = .none
    plan.hostname = "dedee6569437"
    plan.environment = (theirs["process"]?["env"]?.array ?? []).compactMap(\.string)
    let ours = plan.json(root: "r", on: machine)
    for key in ["args", "env", "cwd", "user"] {
      #expect(ours["process"]?[key] == theirs["process"]?[key])
    }
    for set in ["bounding", "effective", "permitted"] {
      #expect(
        sorted(ours["process"]?["capabilities"]?[set])
          == sorted(theirs["process"]?["capabilities"]?[set]))
    }
    for key in ["maskedPaths", "readonlyPaths", "namespaces"] {
      #expect(sorted(ours["linux"]?[key]) == sorted(theirs["linux"]?[key]))
    }
    #expect(ours["linux"]?["sysctl"] == theirs["linux"]?["sysctl"])
    // Docker adds the mounts of names, and that of the control group.
    let mounts = (theirs["mounts"]?.array ?? []).filter {
      $0["type"]?.string != "bind" && $0["type"]?.string != "cgroup"
    }
    #expect(ours["mounts"] == .array(mounts))
    func calls(_ json: JSON) -> [String: Set<String>] {
      var found: [String: Set<String>] = [:]
      for rule in json["linux"]?["seccomp"]?["syscalls"]?.array ?? [] {
        for name in rule["names"]?.array ?? [] {
          let arguments = (rule["args"]?.array ?? []).map {
            "\($0["index"]?.int ?? 0) \($0["op"]?.string ?? "") \($0["value"]?.numberText ?? "") "
              + "\($0["valueTwo"]?.numberText ?? "0")"
          }
          found[name.string ?? "", default: []].insert(
            "\(rule["action"]?.string ?? "") \(rule["errnoRet"]?.int ?? 1) \(arguments)")
        }
      }
      return found
    }
    // The profile of Docker 28 is older than ours: by some calls, and by one family of sockets.
    let (mine, its) = (calls(ours), calls(theirs))
    for (call, decision) in its where call != "socket" {
      #expect(mine[call] == decision, "\(call)")
    }
    #expect(mine.count - its.count <= 12)
  }

  @Test func anOrdinaryUserGetsWhatItsNamespaceCan() {
    let lent = Machine(
      architecture: "amd64", kernel: KernelVersion(6, 18), mapsAllUsers: false, groups: [0...0])
    var plan = ContainerPlan(["true"])
    let host = plan.json(root: "r", on: lent)
    let mounts = host["mounts"]?.array ?? []
    let terminals = mounts.first { $0["destination"] == "/dev/pts" }
    #expect(terminals?["options"]?.array?.contains("gid=5") == false)
    #expect(mounts.first { $0["destination"] == "/sys" }?["type"] == "bind")
    plan.network = .none
    let none = plan.json(root: "r", on: lent)
    #expect(none["linux"]?["sysctl"]?["net.ipv4.ping_group_range"] == "0 0")
  }
}
