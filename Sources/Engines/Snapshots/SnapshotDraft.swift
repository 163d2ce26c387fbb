public import Host
public import OCI
public import Source

/// A layer in the making: a folder that takes what is changed, until it is committed or gone.
public final class SnapshotDraft: Sendable {
  /// The folder of the changes.
  public let upper: String
  /// The folder that the kernel works in.
  public let work: String
  private let store: SnapshotStore
  private let name: String
  private let lock: FileLock

  init(_ store: SnapshotStore) throws(Failure) {
    self.store = store
    name = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    // The lock comes first: what has none is free to be removed.
    lock = try FileLock.wait(store.path("making/\(name).lock"), .exclusive)
    upper = store.path("making/\(name)/upper")
    work = store.path("making/\(name)/work")
    try Files.makeFolder(upper)
    try Files.makeFolder(work)
    // The root of an image that no layer tells of, whatever the umask is.
    try OpenFolder(upper).itself.setMode(0o755)
  }

  deinit { store.discard(making: name) }

  /// What these changes lie on, and they, seen as one.
  /// - Parameter lower: The folders below, the lowest first; at least one.
  public func overlay(on lower: [String]) -> DetachedMount.Overlay {
    DetachedMount.Overlay(lower, changes: .init(upper: upper, work: work))
  }

  /// Makes the changes a snapshot; nothing may be mounted on them any more.
  ///
  /// Where another was quicker, its snapshot stays and these changes go.
  /// - Returns: The folder of the snapshot.
  /// - Throws: `Failure` when it cannot be renamed.
  public func commit(as chain: Digest) throws(Failure) -> String {
    try store.take(upper, as: chain)
  }
}

extension SnapshotStore {
  func take(_ folder: String, as chain: Digest) throws(Failure) -> String {
    let target = path(of: chain)
    if Files.isFolder(target) { return target }
    do throws(Failure) {
      try Files.move(folder, to: target)
    } catch {
      // The root of a snapshot is never empty but by chance, so a rename on top of it fails.
      if Files.isFolder(target) { return target }
      throw error
    }
    Files.makeEmpty(path("locks/\(chain.hex)"))
    return target
  }

  /// Puts what was being made aside, to be removed later.
  func discard(making name: String) {
    let aside = path("trash/\(name)")
    try? Files.move(path("making/\(name)"), to: aside)
    try? Files.remove(path("making/\(name).lock"))
  }
}
