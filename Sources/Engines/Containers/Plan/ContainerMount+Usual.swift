extension ContainerMount {
  /// What Docker mounts in every container, but for its control group.
  public static let usual: [ContainerMount] = [
    ContainerMount("/proc", kind: "proc", source: "proc", options: ["nosuid", "noexec", "nodev"]),
    ContainerMount(
      "/dev", kind: "tmpfs", source: "tmpfs",
      options: ["nosuid", "strictatime", "mode=755", "size=65536k"]),
    ContainerMount(
      "/dev/pts", kind: "devpts", source: "devpts",
      options: ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]),
    ContainerMount(
      "/sys", kind: "sysfs", source: "sysfs", options: ["nosuid", "noexec", "nodev", "ro"]),
    ContainerMount(
      "/dev/mqueue", kind: "mqueue", source: "mqueue", options: ["nosuid", "noexec", "nodev"]),
    ContainerMount.shared(size: 64 << 20),
  ]

  /// Memory that processes share by name (shm_overview(7)).
  /// - Parameter size: Its bytes at most.
  public static func shared(size: Int64) -> ContainerMount {
    ContainerMount(
      "/dev/shm", kind: "tmpfs", source: "shm",
      options: ["nosuid", "noexec", "nodev", "mode=1777", "size=\(size)"])
  }
}

extension ContainerPlan {
  /// The size of /dev/shm in bytes.
  public mutating func setSharedMemory(_ size: Int64) {
    mounts = mounts.map { $0.target == "/dev/shm" ? .shared(size: size) : $0 }
  }
}
