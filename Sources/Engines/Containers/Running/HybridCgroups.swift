import Host
import Source

/// Machines with control groups of version 1, alone or beside those of version 2.
enum HybridCgroups {
  /// The mount of version 2 to hide from crun; nil on most machines.
  ///
  /// crun refuses to start where version 2 is mounted beside version 1 and has controllers, although it
  /// would use those of version 1 alone. It sees a host of version 1 when that mount is hidden from it.
  static let mountToHide: String? = {
    let folder = "/sys/fs/cgroup/unified"
    guard
      let bytes = try? Files.read(
        folder + "/cgroup.controllers", limit: 65_536, special: .allowed),
      bytes.contains(where: { $0 != 0x0A && $0 != 0x20 })
    else { return nil }
    return folder
  }()

  /// Whether this machine has version 2 alone.
  static let isPureVersion2 = Files.exists("/sys/fs/cgroup/cgroup.controllers")

  /// The folder of the groups that watch over devices; nil on machines of version 2.
  private static let devices: String? = {
    let folder = "/sys/fs/cgroup/devices"
    return !isPureVersion2 && Files.exists(folder + "/devices.deny") ? folder : nil
  }()

  /// Makes a group in which only the devices that all programs know can be opened, though any can be made.
  ///
  /// A runtime would join a group of each of nine controllers, and each takes the kernel as long as the
  /// start of a program.
  /// - Returns: The file that takes its processes; nil where it cannot be made.
  static func makeDeviceGroup(_ name: String) -> String? {
    guard let devices else { return nil }
    let folder = Paths.join(devices, name)
    do throws(Failure) {
      try Files.makeFolder(folder)
      try Files.tell(Array("a".utf8), to: folder + "/devices.deny")
      for device in ContainerPlan.Resources.openDevices {
        try Files.tell(Array("c \(device) rwm".utf8), to: folder + "/devices.allow")
      }
      for kind in ["b", "c"] {
        try Files.tell(Array("\(kind) *:* m".utf8), to: folder + "/devices.allow")
      }
      return folder + "/cgroup.procs"
    } catch {
      return nil
    }
  }

  /// The limits of the groups of version 1 that /proc/PID/cgroup lists.
  static func limits(_ groups: String) -> ContainerProof.Limits {
    var folders: [Substring: String] = [:]
    for line in groups.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      for controller in fields[1].split(separator: ",") {
        folders[controller] = "/sys/fs/cgroup/\(fields[1])\(fields[2])"
      }
    }
    func number(_ controller: Substring, _ file: String) -> Int64? {
      guard let folder = folders[controller],
        let text = try? ContainerProof.read("\(folder)/\(file)"),
        let number = Int64(text.dropLast()),
        // No limit shows as the largest multiple of a page.
        number > 0, number < Int64.max - 65_536
      else { return nil }
      return number
    }
    var limits = ContainerProof.Limits()
    limits.memory = number("memory", "memory.limit_in_bytes")
    limits.swap = number("memory", "memory.memsw.limit_in_bytes")
    limits.processes = number("pids", "pids.max")
    limits.cpuQuota = number("cpu", "cpu.cfs_quota_us")
    limits.cpuPeriod = number("cpu", "cpu.cfs_period_us")
    return limits
  }
}
