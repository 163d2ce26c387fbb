import Host
import Source

/// The control group of a container (cgroups(7)), which a runtime makes and removes, unless it is killed.
///
/// A file beside those of other containers is locked while the container runs. What is not locked was
/// left by a process that is gone.
struct ControlGroup {
  /// The name of its folder.
  let name: String
  private let file: String
  private let lock: FileLock
  private static let prefix = "hardstand-"

  /// A name that no other group has, noted in a folder.
  init(in folder: String) throws(Failure) {
    try Files.makeFolder(folder)
    name = ControlGroup.prefix + Files.freshName
    file = Paths.join(folder, name)
    lock = try FileLock.claim(file)
  }

  /// Its path below the groups of the machine.
  var path: String { "/" + name }

  /// Removes what is left of it.
  func remove() {
    ControlGroup.remove(name)
    try? Files.remove(file)
    withExtendedLifetime(lock) {}
  }

  /// Removes the groups of processes that are gone.
  static func sweep(_ folder: String) {
    guard Files.isFolder(folder), let entries = try? Files.list(folder) else { return }
    for entry in entries where entry.name.hasPrefix(prefix) {
      let file = Paths.join(folder, entry.name)
      guard let lock = try? FileLock.attempt(file, .exclusive) else { continue }
      remove(entry.name)
      try? Files.remove(file)
      withExtendedLifetime(lock) {}
    }
  }

  /// Removes the group of a name, which on machines of version 1 is below each controller.
  private static func remove(_ name: String) {
    let root = "/sys/fs/cgroup"
    let places =
      [root]
      + ((try? Files.list(root)) ?? []).filter { $0.kind == .folder }
      .map { Paths.join(root, $0.name) }
    for place in places {
      let folder = Paths.join(place, name)
      // Its processes are gone when the runtime is, but the kernel may not have counted them out yet.
      var attempts = 50
      while attempts > 0, Files.isFolder(folder) {
        removeTree(folder)
        attempts -= 1
        if Files.isFolder(folder) { System.sleep(milliseconds: 2) }
      }
    }
  }

  private static func removeTree(_ folder: String) {
    for entry in (try? Files.list(folder)) ?? [] where entry.kind == .folder {
      removeTree(Paths.join(folder, entry.name))
    }
    try? Files.removeEmptyFolder(folder)
  }
}
