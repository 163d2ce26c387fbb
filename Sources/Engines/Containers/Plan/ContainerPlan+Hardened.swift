extension ContainerPlan {
  /// A program locked down: its root cannot be changed, it has no capabilities and can get none, and
  /// so many processes and no more.
  ///
  /// It can write to /tmp, and to memory that processes share; nothing in either can be run.
  /// - Parameters:
  ///   - arguments: The program and its words.
  ///   - user: Who it runs as.
  public static func hardened(_ arguments: [String], as user: ContainerUser) -> ContainerPlan {
    var plan = ContainerPlan(arguments)
    plan.user = user
    plan.capabilities = CapabilitySets([])
    plan.hasNoNewPrivileges = true
    plan.hasReadOnlyRoot = true
    plan.namespaces = Set(Namespace.allCases)
    plan.network = .none
    plan.mounts += [
      ContainerMount(
        "/sys/fs/cgroup", kind: "cgroup", source: "cgroup",
        options: ["ro", "nosuid", "noexec", "nodev"]),
      .memory(
        at: "/tmp", options: ["noexec", "uid=\(user.user)", "gid=\(user.group)"]),
    ]
    var resources = Resources()
    resources.processes = 256
    plan.resources = resources
    plan.outOfMemoryScore = 0
    return plan
  }
}
