public import Host
public import OCI
public import Source

/// A layer in the making: a folder that takes what is changed, until it is committed or gone.
public final class SnapshotDraft: Sendable {
  /// The folder of the changes.
  public let upper: String
  private let store: SnapshotStore
  private let name: String
  /// The lock that says that somebody works here.
  private let lock: FileLock

  init(_ store: SnapshotStore) throws(Failure) {
    self.store = store
    name = Files.freshName
    // The lock comes first: what has none is free to be removed.
    lock = try FileLock.claim(store.path("making/\(name).lock"))
    upper = store.path("making/\(name)/upper")
    try Files.makeFolder(upper)
    // The root of an image that no layer tells of, whatever the umask is.
    try OpenFolder(upper).itself.setMode(0o755)
  }

  deinit {
    store.setAside(making: name)
    try? Files.remove(store.path("making/\(name).lock"))
    withExtendedLifetime(lock) {}
  }

  /// What these changes lie on, and they, seen as one.
  /// - Parameter lower: The folders below, the lowest first; at least one.
  /// - Throws: `Failure` when a folder cannot be made.
  public func overlay(on lower: [String]) throws(Failure) -> DetachedMount.Overlay {
    // The kernel takes a folder to work in once, because it may not have written all of the files.
    let work = store.path("making/\(name)/\(Files.freshName)")
    try Files.makeFolder(work)
    return DetachedMount.Overlay(lower, changes: .init(upper: upper, work: work))
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
