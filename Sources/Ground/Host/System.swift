import CLinux

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the machine and the parent process give to the program.
public enum System {
  /// The environment; of a name that stands twice, the first value. Bytes that are no UTF-8 show as U+FFFD.
  public static var environment: [String: String] {
    #if canImport(Darwin)
      let start: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = _NSGetEnviron().pointee
    #else
      let start: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = environ
    #endif
    guard var next = start else { return [:] }
    var result: [String: String] = [:]
    result.reserveCapacity(64)
    while let entry = next.pointee {
      if let equals = strchr(entry, Int32(UInt8(ascii: "="))) {
        let bytes = UnsafeRawBufferPointer(start: entry, count: equals - entry)
        let name = String(decoding: bytes, as: UTF8.self)
        if result[name] == nil { result[name] = String(cString: equals + 1) }
      }
      next += 1
    }
    return result
  }

  /// How many threads can run at once for this process, at least 1.
  public static var processorCount: Int {
    #if os(Linux)
      // 8192 processors, as many as the kernel can be built for.
      var mask = [UInt64](repeating: 0, count: 128)
      let size = clinux_sched_getaffinity(0, UInt(mask.count * 8), &mask)
      if size == 0 {
        let count = mask.reduce(0) { $0 + $1.nonzeroBitCount }
        if count > 0 { return count }
      }
    #endif
    return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// Whether this process has the rights of the superuser.
  public static var isSuperuser: Bool { geteuid() == 0 }

  /// Whether this process is in the user namespace that the machine started with.
  ///
  /// That one maps all numbers of users to themselves (user_namespaces(7)).
  public static let isFirstUserNamespace: Bool = {
    guard let bytes = try? Files.read("/proc/self/uid_map", limit: 4096, special: .allowed) else {
      return true
    }
    let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    return words == ["0", "0", "4294967295"]
  }()

  /// The numbers of the user and group that this process acts as.
  public static var user: (owner: UInt32, group: UInt32) { (geteuid(), getegid()) }

  /// Nanoseconds since some moment before; never goes back.
  public static var monotonicNanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Seconds since 1970-01-01T00:00:00Z by the clock of the machine.
  public static var secondsSince1970: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec)
  }

  /// Lets this thread rest.
  public static func sleep(milliseconds: UInt32) { usleep(milliseconds * 1000) }

  /// Ends the program at once.
  public static func exit(_ status: Int32) -> Never {
    #if canImport(Glibc)
      Glibc.exit(status)
    #elseif canImport(Musl)
      Musl.exit(status)
    #else
      Darwin.exit(status)
    #endif
  }
}
