/// A part of what the superuser may do (capabilities(7)); the raw value is its number in the kernel.
public enum Capability: Int, Hashable, Sendable, CaseIterable {
  case chown, dacOverride, dacReadSearch, fowner, fsetid, kill, setgid, setuid, setpcap
  case linuxImmutable, netBindService, netBroadcast, netAdmin, netRaw, ipcLock, ipcOwner
  case sysModule, sysRawio, sysChroot, sysPtrace, sysPacct, sysAdmin, sysBoot, sysNice
  case sysResource, sysTime, sysTtyConfig, mknod, lease, auditWrite, auditControl, setfcap
  case macOverride, macAdmin, syslog, wakeAlarm, blockSuspend, auditRead, perfmon, bpf
  case checkpointRestore

  /// The name as the kernel's manual writes it, such as `CAP_NET_RAW`.
  public var name: String {
    var name = "CAP_"
    for byte in "\(self)".utf8 {
      if byte < 0x61 { name += "_" }
      name += String(UnicodeScalar(byte)).uppercased()
    }
    return name
  }

  /// The capability of a name, with `CAP_` or without, in any case; nil for none.
  public init?(_ name: some StringProtocol) {
    guard let found = Capability.byName[name.uppercased()] else { return nil }
    self = found
  }

  private static let byName = Dictionary(
    uniqueKeysWithValues: allCases.flatMap {
      [($0.name, $0), (String($0.name.dropFirst(4)), $0)]
    })
}

extension Set<Capability> {
  /// Those that Docker gives to a container unless told otherwise.
  public static let docker: Self = [
    .chown, .dacOverride, .fsetid, .fowner, .mknod, .netRaw, .setgid, .setuid, .setfcap, .setpcap,
    .netBindService, .sysChroot, .kill, .auditWrite,
  ]
}
