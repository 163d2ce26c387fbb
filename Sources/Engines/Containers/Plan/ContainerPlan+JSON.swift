public import Documents

extension ContainerPlan {
  /// The configuration that a runtime takes (OCI runtime-spec, config.md).
  /// - Parameters:
  ///   - root: The path of the files, from the folder of the configuration or absolute.
  ///   - machine: What it is to run on.
  ///   - controlGroup: The path of its control group below those of the machine; nil for none.
  public func json(root: String, on machine: Machine, controlGroup: String? = nil) -> JSON {
    var process: JSON = [
      "terminal": false, "user": user.json, "args": .texts(arguments), "env": .texts(environment),
      "cwd": .string(directory), "capabilities": capabilities.json,
      "noNewPrivileges": .bool(hasNoNewPrivileges),
    ]
    if !limits.isEmpty {
      process = process.setting(
        "rlimits",
        to: .array(
          limits.map {
            [
              "type": .string("RLIMIT_\($0.name.uppercased())"), "hard": .number($0.hard),
              "soft": .number($0.soft),
            ]
          }))
    }
    if let outOfMemoryScore {
      process = process.setting("oomScoreAdj", to: .number(outOfMemoryScore))
    }
    var json: JSON = [
      "ociVersion": "1.0.2", "process": process,
      "root": ["path": .string(root), "readonly": .bool(hasReadOnlyRoot)],
    ]
    if namespaces.contains(.names) { json = json.setting("hostname", to: .string(hostname)) }
    json = json.setting("mounts", to: .array(mounts(on: machine).map(\.json)))
    if !annotations.isEmpty { json = json.setting("annotations", to: .sorted(annotations)) }
    var linux = linux(on: machine)
    if let controlGroup { linux = linux.setting("cgroupsPath", to: .string(controlGroup)) }
    return json.setting("linux", to: linux)
  }

  private func linux(on machine: Machine) -> JSON {
    var json: JSON = ["namespaces": .array(namespaceList)]
    if !maskedPaths.isEmpty { json = json.setting("maskedPaths", to: .texts(maskedPaths)) }
    if !readOnlyPaths.isEmpty { json = json.setting("readonlyPaths", to: .texts(readOnlyPaths)) }
    let settings = settings(on: machine)
    if !settings.isEmpty { json = json.setting("sysctl", to: .sorted(settings)) }
    json = json.setting("resources", to: (resources ?? Resources()).json)
    if let rules = seccompRules(on: machine) { json = json.setting("seccomp", to: rules.json) }
    return json
  }

  /// The rules for system calls that hold on a machine; nil where there are none.
  public func seccompRules(on machine: Machine) -> SeccompRules? {
    seccomp?.resolved(
      architecture: machine.architecture, capabilities: capabilities.bounding,
      kernel: machine.kernel)
  }

  private var namespaceList: [JSON] {
    var list: [JSON] = [["type": "mount"]]
    switch network {
    case .none: list.append(["type": "network"])
    case .host: break
    case .namespace(let path): list.append(["type": "network", "path": .string(path)])
    }
    for namespace in Namespace.allCases where namespaces.contains(namespace) {
      list.append(["type": .string(namespace.rawValue)])
    }
    return list
  }

  /// The settings of the kernel, with those that Docker gives to a network of its own: every user may
  /// use every port, and ping.
  private func settings(on machine: Machine) -> [String: String] {
    if network == .host { return settings }
    let groups = machine.mapsAllUsers ? 0x7FFF_FFFF : machine.groups.map(\.upperBound).max() ?? 0
    return [
      "net.ipv4.ip_unprivileged_port_start": "0", "net.ipv4.ping_group_range": "0 \(groups)",
    ].merging(settings) { $1 }
  }

  /// The mounts as this machine can make them.
  private func mounts(on machine: Machine) -> [ContainerMount] {
    if machine.mapsAllUsers { return mounts }
    return mounts.map { mount in
      var mount = mount
      // Group 5, that of terminals, is not there.
      if mount.kind == "devpts", !machine.mapsGroup(5) {
        mount.options.removeAll { $0.hasPrefix("gid=") }
      }
      // The view of a network that another user namespace owns cannot be mounted, but bound.
      if mount.kind == "sysfs", network == .host {
        mount = ContainerMount(
          mount.target, kind: "bind", source: "/sys",
          options: ["rbind", "rslave", "nosuid", "noexec", "nodev", "ro"])
      }
      return mount
    }
  }
}

extension ContainerUser {
  var json: JSON {
    [
      "uid": .number(user), "gid": .number(group),
      "additionalGids": .array(groups.map { .number($0) }),
    ]
  }
}

extension CapabilitySets {
  var json: JSON {
    func list(_ set: Set<Capability>) -> JSON {
      .texts(Capability.allCases.filter(set.contains).map(\.name))
    }
    return [
      "bounding": list(bounding), "effective": list(effective), "permitted": list(permitted),
      "inheritable": list(inheritable), "ambient": list(ambient),
    ]
  }
}

extension ContainerMount {
  var json: JSON {
    [
      "destination": .string(target), "type": .string(kind), "source": .string(source),
      "options": .texts(options),
    ]
  }
}

extension ContainerPlan.Resources {
  /// The devices that can be opened, by their numbers: null, zero, full, random, urandom, tty, ptmx and
  /// all terminals.
  static let openDevices = ["1:3", "1:5", "1:7", "1:8", "1:9", "5:0", "5:2", "136:*"]

  var json: JSON {
    var members: [JSON.Member] = [
      JSON.Member(
        "devices",
        .array(
          [["allow": false, "access": "rwm"]]
            + Self.openDevices.map { device in
              let numbers = device.split(separator: ":").compactMap { Int($0) }
              let rule: JSON = [
                "allow": true, "type": "c", "major": .number(numbers[0]), "access": "rwm",
              ]
              return numbers.count == 1 ? rule : rule.setting("minor", to: .number(numbers[1]))
            }))
    ]
    // Without a limit there is only what may be opened.
    func add(_ key: String, _ values: [(String, JSON?)]) {
      let present = values.compactMap { name, value in value.map { JSON.Member(name, $0) } }
      if !present.isEmpty { members.append(JSON.Member(key, .object(present))) }
    }
    add(
      "memory",
      [
        ("limit", memory.map { .number($0) }), ("swap", memoryAndSwap.map { .number($0) }),
        ("reservation", memoryReservation.map { .number($0) }),
      ])
    add(
      "cpu",
      [
        ("shares", cpuShares.map { .number($0) }), ("quota", cpuQuota.map { .number($0) }),
        ("period", cpuPeriod.map { .number($0) }), ("cpus", cpuSet.map { .string($0) }),
        ("mems", memorySet.map { .string($0) }),
      ])
    add("pids", [("limit", processes.map { .number($0) })])
    return .object(members)
  }
}

extension JSON {
  static func texts(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }

  static func sorted(_ texts: [String: String]) -> JSON {
    .object(texts.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })
  }
}
