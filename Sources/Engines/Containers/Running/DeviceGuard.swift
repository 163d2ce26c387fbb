import Host
import Source
import Synchronization

/// A control group for all containers of a runner that ask for no limit, in which devices cannot be opened.
final class DeviceGuard: Sendable {
  private let folder: String
  private let state = Mutex<(isTried: Bool, group: ControlGroup?, file: String?)>((false, nil, nil))

  /// A guard that notes its group in a folder, once it is asked for.
  init(in folder: String) { self.folder = folder }

  /// The file that takes processes; nil where this machine has no such group, and each container needs
  /// one of its own.
  var file: String? {
    state.withLock { state in
      if state.isTried { return state.file }
      state.isTried = true
      guard let group = try? ControlGroup(in: folder) else { return nil }
      state.file = HybridCgroups.makeDeviceGroup(group.name)
      if state.file == nil { group.remove() } else { state.group = group }
      return state.file
    }
  }

  deinit { state.withLock { $0.group?.remove() } }
}
