import Host
import OCI

/// What a container is to run on, as far as its configuration hangs on it.
public struct Machine: Hashable, Sendable {
  /// The kind of the processor, as Go names it.
  public var architecture: String
  /// The version of the kernel.
  public var kernel: KernelVersion
  /// Whether all numbers of users are those of the machine: false in a user namespace.
  public var mapsAllUsers: Bool
  /// The numbers of groups that can be used, where not all can.
  public var groups: [ClosedRange<UInt32>]

  /// A machine from its parts.
  public init(
    architecture: String, kernel: KernelVersion, mapsAllUsers: Bool = true,
    groups: [ClosedRange<UInt32>] = []
  ) {
    self.architecture = architecture
    self.kernel = kernel
    self.mapsAllUsers = mapsAllUsers
    self.groups = groups
  }

  /// Whether a group can be used.
  public func mapsGroup(_ group: UInt32) -> Bool {
    mapsAllUsers || groups.contains { $0.contains(group) }
  }

  /// This machine, as this process sees it.
  public static var current: Machine {
    let text = (try? Files.read("/proc/sys/kernel/osrelease", limit: 4096, special: .allowed)) ?? []
    let map = (try? Files.read("/proc/self/gid_map", limit: 65_536, special: .allowed)) ?? []
    return Machine(
      architecture: Platform.host.architecture,
      kernel: KernelVersion(String(decoding: text, as: UTF8.self)) ?? KernelVersion(0, 0),
      mapsAllUsers: System.isFirstUserNamespace,
      groups: Machine.ranges(String(decoding: map, as: UTF8.self)))
  }

  /// The numbers inside of a map of users or groups (user_namespaces(7)).
  static func ranges(_ map: String) -> [ClosedRange<UInt32>] {
    map.split(separator: "\n").compactMap { line in
      let numbers = line.split(separator: " ").compactMap { UInt32($0) }
      guard numbers.count == 3, numbers[2] > 0 else { return nil }
      return numbers[0]...(numbers[0] &+ numbers[2] &- 1)
    }
  }
}
