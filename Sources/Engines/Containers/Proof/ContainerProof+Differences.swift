extension ContainerProof {
  /// What a plan asks for that is not in force, each as a sentence; none when all of it is.
  /// - Parameters:
  ///   - plan: The plan.
  ///   - machine: What it runs on.
  public func differences(from plan: ContainerPlan, on machine: Machine) -> [String] {
    var found: [String] = []
    func check(_ isRight: Bool, _ text: @autoclosure () -> String) {
      if !isRight { found.append(text()) }
    }
    if machine.mapsAllUsers {
      check(
        user == plan.user.user && group == plan.user.group,
        "it runs as \(user):\(group) and not as \(plan.user.user):\(plan.user.group)")
      let wanted = Set(plan.user.groups).union([plan.user.group])
      check(groups == wanted, "its groups are \(groups.sorted()) and not \(wanted.sorted())")
    }
    let tooMany = capabilities.bounding.subtracting(plan.capabilities.bounding)
      .union(capabilities.permitted.subtracting(plan.capabilities.permitted))
    check(
      tooMany.isEmpty,
      "it has capabilities that were not asked for: "
        + Capability.allCases.filter(tooMany.contains).map(\.name).joined(separator: ", "))
    let missing = plan.capabilities.ambient.subtracting(capabilities.effective)
    check(
      missing.isEmpty,
      "it lacks capabilities that were asked for: "
        + Capability.allCases.filter(missing.contains).map(\.name).joined(separator: ", "))
    check(
      hasNoNewPrivileges || !plan.hasNoNewPrivileges,
      "a program may give it more rights: no_new_privs is not set")
    check(hasSystemCallFilter || plan.seccomp == nil, "no filter watches over its system calls")
    let root = mounts.first { $0.target == "/" }
    check(
      root?.options.contains("ro") == true || !plan.hasReadOnlyRoot, "its root can be changed")
    for mount in plan.mounts where mount.options.contains("ro") && mount.kind != "cgroup" {
      let seen = mounts.first { $0.target == mount.target }
      check(seen?.options.contains("ro") == true, "`\(mount.target)` can be changed")
    }
    guard let resources = plan.resources else { return found }
    func limit(_ wanted: Int64?, _ seen: Int64?, _ name: String) {
      guard let wanted, wanted >= 0 else { return }
      check(
        seen.map { $0 <= wanted } ?? false,
        "the limit of \(name) is \(seen.map(String.init) ?? "not in force") and not \(wanted)")
    }
    limit(resources.memory, limits.memory, "memory")
    limit(resources.processes, limits.processes, "processes")
    limit(resources.cpuQuota, limits.cpuQuota, "processor time")
    return found
  }
}
