public import Host
public import OCI
public import Source

/// Unpacked layers of images, each a folder that overlayfs can lay on others, which many processes share.
///
/// A folder takes its name when it is whole. What is being made lies under a lock of whoever makes it,
/// so whatever is not locked was left by a process that is gone, and whoever comes next removes it.
///
/// ```
/// version          the layout of the folder, `1`
/// lock             shared by those who use snapshots, exclusive to the one who removes some
/// layers/HEX       the files of a layer, by the chain of layers that ends with it
/// notes/HEX        whether they reached the disk
/// used/HEX         when they were used; held by the one who unpacks the layer
/// making/NAME      what is being made; `NAME.lock` is held by the one who makes it
/// trash/NAME       what is to be removed
/// sweep            held by the one who removes it
/// place            a folder that mounts cover for a moment
/// ```
public struct SnapshotStore: Sendable {
  /// The folder.
  public let root: String
  static let version = "1"

  /// Opens a store; its folder is made where it is not there.
  /// - Throws: `Failure` when the folder cannot be made, or a newer hardstand laid it out.
  public init(_ root: String) throws(Failure) {
    self.root = root
    let found = try Files.layOut(
      root, version: SnapshotStore.version,
      folders: ["layers", "notes", "used", "making", "trash", "place"])
    if found != SnapshotStore.version {
      throw Failure(
        "cannot use the snapshots in `\(root)`",
        because: [
          "they have the layout `\(found)`, and this hardstand knows `\(SnapshotStore.version)`"
        ],
        hint: "update hardstand, or remove the folder")
    }
  }

  func path(_ name: String) -> String { Paths.join(root, name) }

  /// A folder that mounts may cover for a moment.
  public var place: String { path("place") }

  /// Says that snapshots are in use until the result goes away, so that none is removed.
  /// - Throws: `Failure` when the lock cannot be taken.
  public func lease() throws(Failure) -> FileLock { try .wait(path("lock"), .shared) }

  /// The folder of a snapshot; nil where it is not there. It counts as used now.
  ///
  /// Whoever uses it must hold a lease.
  /// - Parameter chain: What names it: the chain of its layers, or any digest that means its files and
  ///   those below.
  public func folder(of chain: Digest) -> String? {
    let folder = path(of: chain)
    if !Files.isFolder(folder) { return nil }
    let notePath = path("notes/\(chain.hex)")
    guard let note = SnapshotNote(notePath), note.isGood else {
      // The power may have been cut before its files reached the disk.
      setAside(folder)
      return nil
    }
    if note.canSettle { SnapshotNote.settle(notePath) }
    // The time of the folder itself is that of the root of the image.
    Files.touch(path("used/\(chain.hex)"))
    return folder
  }

  func path(of chain: Digest) -> String { path("layers/\(chain.hex)") }

  /// A layer that shall be laid on others while it is made.
  ///
  /// Whoever makes it must hold a lease.
  /// - Throws: `Failure` when it cannot be made.
  public func draft() throws(Failure) -> SnapshotDraft { try SnapshotDraft(self) }

  /// Gives a folder on the same file system the name of a snapshot.
  func take(_ folder: String, as chain: Digest) throws(Failure) -> String {
    let target = path(of: chain)
    if let existing = self.folder(of: chain) { return existing }
    // The note is there before the snapshot, because what has none is not believed.
    try SnapshotNote.make(path("notes/\(chain.hex)"))
    do throws(Failure) {
      try Files.move(folder, to: target)
    } catch {
      // Another was quicker: no folder takes the place of one that is not empty.
      if Files.isFolder(target) { return target }
      throw error
    }
    Files.makeEmpty(path("used/\(chain.hex)"))
    Files.touch(path("used/\(chain.hex)"))
    return target
  }

  /// What a container sees that has these folders and changes none; nil for no folders.
  /// - Parameter folders: The folders of snapshots, the lowest first.
  /// - Throws: `Failure` when they cannot be mounted on each other.
  public func view(of folders: [String]) throws(Failure) -> OpenFolder? {
    if folders.isEmpty { return nil }
    if folders.count == 1 { return try OpenFolder(folders[0]) }
    return try DetachedMount.overlay(DetachedMount.Overlay(folders), place: place).folder()
  }

  /// The digest that names the chain of a layer on another chain (OCI image-spec, config.md, "Layer
  /// ChainID").
  public static func chain(_ layer: Digest, on lower: Digest?) -> Digest {
    guard let lower else { return layer }
    return Digest(of: Array("\(lower) \(layer)".utf8))
  }
}
