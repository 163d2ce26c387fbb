public import Source

#if os(Linux)
  import CNamespaces
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The user namespace that this process is in (user_namespaces(7)).
///
/// In one of its own an ordinary user is the superuser over what it owns: it can mount, and give files
/// to the numbers that /etc/subuid and /etc/subgid lend it.
public enum UserNamespace {
  /// How the numbers of users are mapped.
  public enum Mapping: Hashable, Sendable {
    /// All are those of the machine.
    case all
    /// As many as are lent to the user, from 0.
    case lent(UInt32)
    /// Only 0, which is the user: files cannot be given to others.
    case single
  }

  /// The mapping that holds for this process now.
  public static var mapping: Mapping {
    let text = (try? Files.read("/proc/self/uid_map", limit: 65_536, special: .allowed)) ?? []
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: " ").compactMap { UInt32($0) }
    }
    if lines.isEmpty || lines == [[0, 0, .max]] { return .all }
    let count = lines.reduce(0) { $0 &+ ($1.count == 3 ? $1[2] : 0) }
    return count > 1 ? .lent(count) : .single
  }

  /// Moves this process into a namespace of its own, unless it is the superuser already.
  ///
  /// It must be called before any thread is started. All paths stay what they were; mounts that are made
  /// afterwards are seen by this process and its children alone.
  /// - Returns: The mapping that holds then.
  /// - Throws: `Failure` when this machine does not let its users have namespaces; the process is of no
  ///   more use for files then.
  public static func enter(in environment: [String: String]) throws(Failure) -> Mapping {
    if System.isSuperuser { return mapping }
    #if os(Linux)
      let (owner, group) = System.user
      var maps: [[String]] = []
      var search = environment
      search["PATH"] = (environment["PATH"] ?? "") + ":/usr/bin:/bin"
      if let users = lent("/etc/subuid", owner),
        let groups = lent("/etc/subgid", owner),
        let userMap = Spawn.find("newuidmap", in: search),
        let groupMap = Spawn.find("newgidmap", in: search)
      {
        let process = "\(getpid())"
        for (program, number, range) in [(userMap, owner, users), (groupMap, group, groups)] {
          maps.append(
            [program, process, "0", "\(number)", "1", "1", "\(range.start)", "\(range.count)"])
        }
      }
      let words = maps.map { words in words.map { strdup($0) } + [nil] }
      let single = [strdup("0 \(owner) 1"), strdup("0 \(group) 1")]
      defer { (words.joined() + single).forEach { free($0) } }
      var space = hardstand_user_namespace()
      space.single_user = UnsafePointer(single[0])
      space.single_group = UnsafePointer(single[1])
      let result = (words.first ?? []).withUnsafeBufferPointer { users in
        (words.last ?? []).withUnsafeBufferPointer { groups in
          space.user_map = words.isEmpty ? nil : users.baseAddress
          space.group_map = words.isEmpty ? nil : groups.baseAddress
          return hardstand_user_namespace_enter(&space)
        }
      }
      if result == 0 { return mapping }
      let error = SystemError(code: -result)
      throw Failure(
        "cannot work as an ordinary user",
        because: [
          "\(space.failed_step.map { String(cString: $0) } ?? ""): \(error.reason)"
        ],
        hint:
          "allow user namespaces to users (see `sysctl kernel.unprivileged_userns_clone "
          + "kernel.apparmor_restrict_unprivileged_userns user.max_user_namespaces`), or run as root"
      )
    #else
      throw Failure("cannot work as an ordinary user", because: ["this system has no namespaces"])
    #endif
  }

  /// The first numbers that a file lends to a user, by name or number (subuid(5)).
  static func lent(
    _ path: String, _ owner: UInt32
  ) -> (start: UInt32, count: UInt32)? {
    guard let bytes = try? Files.read(path, limit: 1 << 20) else { return nil }
    let names = ["\(owner)", name(of: owner)].compactMap { $0 }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count == 3, names.contains(String(fields[0])), let start = UInt32(fields[1]),
        let count = UInt32(fields[2]), count > 0
      else { continue }
      return (start, count)
    }
    return nil
  }

  private static func name(of owner: UInt32) -> String? {
    guard let entry = getpwuid(owner), let name = entry.pointee.pw_name else { return nil }
    return String(cString: name)
  }
}
