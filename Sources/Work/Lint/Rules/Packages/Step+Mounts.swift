import Dockerfile
import Facts

extension Step {
  /// The mounts of a RUN instruction.
  var mounts: [Mount] {
    if case .run(let run)? = instruction.body { run.mounts } else { [] }
  }

  /// Whether a cache or a file system in memory is mounted at a folder or above it, so that what is
  /// written there stays out of the image; also where the target of a mount is not known.
  func keepsOut(_ folders: String...) -> Bool { keepsOut(folders) }

  /// See `keepsOut(_:)` above.
  func keepsOut(_ folders: [String]) -> Bool {
    mounts.contains { mount in
      guard mount.type == "cache" || mount.type == "tmpfs" else { return false }
      guard let target = mount.target else { return false }
      if target.contains("$") { return true }
      let path =
        before.workingDirectory.value.map { FilePaths.absolute(target, in: $0) }
        ?? FilePaths.clean(target)
      return folders.contains { FilePaths.isWithin($0, path) }
    }
  }

  /// The folder of the user that the step runs as, such as `/root`; nil where it is not known.
  var home: String? {
    if let home = before.scope.environmentValue("HOME").value { return home }
    return before.user.home ?? (before.user.isRoot == true ? "/root" : nil)
  }
}
