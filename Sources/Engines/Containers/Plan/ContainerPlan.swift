/// A program to run in a container, with all that it sees and may do.
public struct ContainerPlan: Hashable, Sendable {
  /// The program and its words.
  public var arguments: [String]
  /// The variables as `NAME=value`.
  public var environment: [String] = []
  /// The folder it starts in, from the root of the container.
  public var directory = "/"
  /// Who it runs as.
  public var user = ContainerUser.root
  /// What it may do of what the superuser may do.
  public var capabilities = CapabilitySets(.docker)
  /// Whether no program may give it more rights than it has.
  public var hasNoNewPrivileges = false
  /// Which system calls it may make; nil for all.
  public var seccomp: SeccompProfile? = .docker
  /// Whether its root cannot be changed.
  public var hasReadOnlyRoot = false
  /// What is mounted in it, in order.
  public var mounts: [ContainerMount] = ContainerMount.usual
  /// What it has for itself, besides its mounts.
  public var namespaces: Set<Namespace> = [.processes, .messages, .names]
  /// What it sees of networks.
  public var network = Network.host
  /// The name of its machine.
  public var hostname = "localhost"
  /// Limits of the kernel on each process (setrlimit(2)).
  public var limits: [ResourceLimit] = []
  /// Settings of the kernel for its namespaces, by name.
  public var settings: [String: String] = [:]
  /// Paths that it finds empty.
  public var maskedPaths = ContainerPlan.usualMaskedPaths
  /// Paths that it cannot change.
  public var readOnlyPaths = ContainerPlan.usualReadOnlyPaths
  /// What it may use up; nil for no limit.
  public var resources: Resources?
  /// Notes for the runtime, by key.
  public var annotations: [String: String] = [:]
  /// Whether it is killed first or last where memory runs out, -1000 to 1000; nil to inherit.
  public var outOfMemoryScore: Int?

  /// What a container can have for itself.
  public enum Namespace: String, Hashable, Sendable, CaseIterable {
    case processes = "pid"
    case messages = "ipc"
    case names = "uts"
    case controlGroups = "cgroup"
  }

  /// What a container sees of networks.
  public enum Network: Hashable, Sendable {
    /// Its own addresses only, 127.0.0.1 and ::1.
    case none
    /// That of the machine.
    case host
    /// A network namespace that a path leads to.
    case namespace(String)
  }

  /// A limit of the kernel on each process.
  public struct ResourceLimit: Hashable, Sendable {
    /// The name without `RLIMIT_`, in lower case, such as `nofile`.
    public let name: String
    /// The limit in force, and the one up to which a process may raise it.
    public let soft, hard: UInt64

    /// A limit from its parts.
    public init(_ name: String, soft: UInt64, hard: UInt64) {
      self.name = name
      self.soft = soft
      self.hard = hard
    }
  }

  /// What a container may use up.
  public struct Resources: Hashable, Sendable {
    /// Bytes of memory.
    public var memory: Int64?
    /// Bytes of memory and swap together; -1 for no limit.
    public var memoryAndSwap: Int64?
    /// Bytes that the kernel brings it back to where memory is short.
    public var memoryReservation: Int64?
    /// Microseconds of processors in `cpuPeriod`.
    public var cpuQuota: Int64?
    /// Microseconds.
    public var cpuPeriod: UInt64?
    /// Its weight beside others, 2 to 262144.
    public var cpuShares: UInt64?
    /// The processors and memory nodes that it may use, as lists such as `0-2,4`.
    public var cpuSet, memorySet: String?
    /// How many processes and threads.
    public var processes: Int64?

    /// No limit.
    public init() {}
  }

  /// A program and its words in a container like Docker's.
  public init(_ arguments: [String]) { self.arguments = arguments }

  /// What Docker hides of /proc and /sys.
  public static let usualMaskedPaths =
    [
      "asound", "acpi", "interrupts", "kcore", "keys", "latency_stats", "timer_list", "timer_stats",
      "sched_debug", "scsi",
    ].map { "/proc/" + $0 } + ["/sys/firmware", "/sys/devices/virtual/powercap"]

  /// What Docker makes unchangeable of /proc.
  public static let usualReadOnlyPaths = ["bus", "fs", "irq", "sys", "sysrq-trigger"].map {
    "/proc/" + $0
  }
}

/// The five sets of capabilities of a process (capabilities(7)).
public struct CapabilitySets: Hashable, Sendable {
  /// What it and those it starts may ever have.
  public var bounding: Set<Capability>
  /// What is in force.
  public var effective: Set<Capability>
  /// What it may bring in force.
  public var permitted: Set<Capability>
  /// What a program that asks for it keeps over a start.
  public var inheritable: Set<Capability> = []
  /// What any program keeps over a start, whoever runs it.
  public var ambient: Set<Capability> = []

  /// The same capabilities bounding, effective and permitted, as Docker sets them.
  public init(_ capabilities: Set<Capability>) {
    bounding = capabilities
    effective = capabilities
    permitted = capabilities
  }

  /// Capabilities that hold for whoever runs, also where that is not the superuser.
  public static func ambient(_ capabilities: Set<Capability>) -> CapabilitySets {
    var sets = CapabilitySets(capabilities)
    sets.inheritable = capabilities
    sets.ambient = capabilities
    return sets
  }
}

/// Something mounted in a container.
public struct ContainerMount: Hashable, Sendable {
  /// Where, from the root of the container.
  public var target: String
  /// The kind, such as `bind` or `tmpfs`.
  public var kind: String
  /// What, which for `bind` is a path of this machine.
  public var source: String
  /// Options, as mount(8) has them.
  public var options: [String]

  /// A mount from its parts.
  public init(_ target: String, kind: String, source: String, options: [String]) {
    self.target = target
    self.kind = kind
    self.source = source
    self.options = options
  }

  /// A file or folder of this machine, with what is mounted in it.
  ///
  /// Devices in it cannot be opened.
  public static func bind(
    _ source: String, at target: String, isReadOnly: Bool = false, options: [String] = []
  ) -> ContainerMount {
    ContainerMount(
      target, kind: "bind", source: source,
      options: ["rbind", "rprivate", "nodev", isReadOnly ? "ro" : "rw"] + options)
  }

  /// A file system in memory.
  /// - Parameters:
  ///   - target: Where.
  ///   - size: Its bytes at most; nil for half of the memory of the machine.
  ///   - mode: The permission bits of its top.
  ///   - options: Further options.
  public static func memory(
    at target: String, size: Int64? = nil, mode: UInt32 = 0o1777, options: [String] = []
  ) -> ContainerMount {
    ContainerMount(
      target, kind: "tmpfs", source: "tmpfs",
      options: ["nosuid", "nodev", "mode=\(String(mode, radix: 8))"]
        + (size.map { ["size=\($0)"] } ?? []) + options)
  }
}
