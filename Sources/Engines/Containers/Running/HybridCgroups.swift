import Host

/// Machines that mount control groups of version 2 beside those of version 1, with controllers in both.
///
/// crun refuses to start there, although it would use those of version 1 alone. It sees a host of
/// version 1 when the mount of version 2 is hidden from it.
enum HybridCgroups {
  /// The mount to hide; nil on all other machines.
  static let mountToHide: String? = {
    let folder = "/sys/fs/cgroup/unified"
    guard
      let bytes = try? Files.read(
        folder + "/cgroup.controllers", limit: 65_536, special: .allowed),
      bytes.contains(where: { $0 != 0x0A && $0 != 0x20 })
    else { return nil }
    return folder
  }()
}
