import Host
public import Source

/// What the kernel says of a process in a container, whatever was asked for.
public struct ContainerProof: Hashable, Sendable {
  /// Something mounted in its view.
  public struct Mount: Hashable, Sendable {
    /// Where, from its root.
    public let target: String
    /// The kind of the file system.
    public let kind: String
    /// The options of the mount, such as `ro` and `nosuid`.
    public let options: Set<String>
  }

  /// What it may use up, as its control group says; nil for no limit, or where no group says.
  public struct Limits: Hashable, Sendable {
    /// Bytes of memory.
    public var memory: Int64?
    /// Bytes of swap beside it, or of both together on machines of version 1.
    public var swap: Int64?
    /// How many processes and threads.
    public var processes: Int64?
    /// Microseconds of processors in a period, and the period.
    public var cpuQuota, cpuPeriod: Int64?
  }

  /// The numbers of its user and group in force.
  public let user, group: UInt32
  /// All its groups.
  public let groups: Set<UInt32>
  /// Its capabilities.
  public let capabilities: CapabilitySets
  /// Whether no program may give it more rights.
  public let hasNoNewPrivileges: Bool
  /// Whether a filter watches over its system calls.
  public let hasSystemCallFilter: Bool
  /// What is mounted.
  public let mounts: [Mount]
  /// What it may use up.
  public let limits: Limits

  /// Reads what the kernel says.
  /// - Parameter process: The number of a process of the container, as this process sees it.
  /// - Throws: `Failure` when the process is gone or may not be looked at.
  public init(of process: Int32) throws(Failure) {
    let status = try ContainerProof.read("/proc/\(process)/status")
    var values: [Substring: Substring] = [:]
    for line in status.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      values[line[..<colon]] = line[line.index(after: colon)...]
    }
    func numbers(_ key: Substring) -> [UInt32] {
      (values[key] ?? "").split { $0 == "\t" || $0 == " " }.compactMap { UInt32($0) }
    }
    func capabilities(_ key: Substring) -> Set<Capability> {
      let mask = UInt64((values[key] ?? "").drop { $0 == "\t" }, radix: 16) ?? .max
      return Set(Capability.allCases.filter { mask >> UInt64($0.rawValue) & 1 == 1 })
    }
    let (users, groupNumbers) = (numbers("Uid"), numbers("Gid"))
    guard users.count == 4, groupNumbers.count == 4 else {
      throw Failure("cannot read what the kernel says of the process \(process)")
    }
    (user, group) = (users[1], groupNumbers[1])
    groups = Set(numbers("Groups")).union([groupNumbers[1]])
    var sets = CapabilitySets(capabilities("CapBnd"))
    sets.effective = capabilities("CapEff")
    sets.permitted = capabilities("CapPrm")
    sets.inheritable = capabilities("CapInh")
    sets.ambient = capabilities("CapAmb")
    self.capabilities = sets
    hasNoNewPrivileges = numbers("NoNewPrivs") == [1]
    hasSystemCallFilter = numbers("Seccomp") == [2]
    mounts = ContainerProof.mounts(try ContainerProof.read("/proc/\(process)/mountinfo"))
    limits = Limits(groups: try ContainerProof.read("/proc/\(process)/cgroup"))
  }

  /// The first process of a container, once its own program runs; nil before and after.
  /// - Parameter runtime: The process that `ContainerRunner.run` told of.
  public static func process(below runtime: Int32) -> Int32? {
    // A child is that of the thread that made it.
    let threads = (try? Files.list("/proc/\(runtime)/task")) ?? []
    let children = threads.flatMap { thread in
      ((try? read("/proc/\(runtime)/task/\(thread.name)/children")) ?? "").split(separator: " ")
    }
    guard let child = children.compactMap({ Int32($0) }).last,
      let own = Files.linkTarget("/proc/\(runtime)/exe"),
      let program = Files.linkTarget("/proc/\(child)/exe"), program != own
    else { return nil }
    return child
  }

  /// The mounts that mountinfo lists (proc(5)); of several at one place the last, which is seen.
  static func mounts(_ text: String) -> [Mount] {
    var found: [Mount] = []
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 6, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else {
        continue
      }
      let target = String(fields[4]).replacing("\\040", with: " ").replacing("\\011", with: "\t")
        .replacing("\\012", with: "\n").replacing("\\134", with: "\\")
      found.removeAll { $0.target == target }
      found.append(
        Mount(
          target: target, kind: String(fields[dash + 1]),
          options: Set(fields[5].split(separator: ",").map(String.init))))
    }
    return found
  }

  static func read(_ path: String) throws(Failure) -> String {
    String(decoding: try Files.read(path, limit: 16 << 20, special: .allowed), as: UTF8.self)
  }
}

extension ContainerProof.Limits {
  /// The limits of the groups that /proc/PID/cgroup lists (cgroups(7)).
  init(groups: String) {
    guard let line = groups.split(separator: "\n").first(where: { $0.hasPrefix("0::") }),
      HybridCgroups.isPureVersion2
    else {
      self = HybridCgroups.limits(groups)
      return
    }
    let folder = "/sys/fs/cgroup" + line.dropFirst(3)
    func number(_ file: String) -> Int64? {
      (try? ContainerProof.read("\(folder)/\(file)")).flatMap { Int64($0.dropLast()) }
    }
    memory = number("memory.max")
    swap = number("memory.swap.max")
    processes = number("pids.max")
    let processors = (try? ContainerProof.read("\(folder)/cpu.max"))?.dropLast().split(
      separator: " ")
    if let processors, processors.count == 2, let quota = Int64(processors[0]) {
      cpuQuota = quota
      cpuPeriod = Int64(processors[1])
    }
  }
}
