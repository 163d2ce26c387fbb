import Host
import OCI
import Snapshots
public import Source
public import Store

/// All that builds keep beside the images of a store: records of steps, unpacked layers, downloads, the
/// contents of cache mounts.
///
/// Everything of it can be had again, at the price of time.
public struct BuildStorage: Sendable {
  /// What is kept, by kind.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// What is known of steps that were done.
    case records
    /// Layers that are unpacked.
    case snapshots
    /// Files and repositories that ADD fetched.
    case downloads
    /// What cache mounts hold.
    case mounts
    /// What builds left that are gone.
    case leftovers
  }

  /// How much there is of a kind.
  public struct Usage: Hashable, Sendable {
    /// How many things.
    public var count = 0
    /// Their bytes.
    public var bytes: Int64 = 0

    /// None.
    public init() {}
  }

  private let folder: String
  private let root: String

  /// The storage of a store, which need not exist.
  public init(_ store: ContentStore) {
    root = store.root
    folder = Paths.join(store.root, "build")
  }

  private struct Item {
    let kind: Kind
    let bytes: Int64
    let used: Int64
    let remove: @Sendable () throws(Failure) -> Void
  }

  /// What is kept now.
  /// - Throws: `Failure` when it cannot be listed.
  public func usage() throws(Failure) -> [Kind: Usage] {
    var usage: [Kind: Usage] = [:]
    for item in try items() {
      usage[item.kind, default: Usage()].count += 1
      usage[item.kind, default: Usage()].bytes += item.bytes
    }
    return usage
  }

  /// What a collection of the store must know; to be asked while nobody uses the store.
  /// - Parameters:
  ///   - isNeeded: Whether the layers that records name are needed as those of images are.
  ///   - isCandidate: Whether what is kept may go.
  /// - Throws: `Failure` when it cannot be listed.
  public func companions(
    isNeeded: Bool, isCandidate: Bool
  ) throws(Failure) -> ContentStore.Companions {
    var companions = ContentStore.Companions()
    for item in try items() {
      companions.candidates.append(
        .init(
          bytes: item.bytes, used: item.used, isLoose: isCandidate || item.kind == .leftovers,
          remove: item.remove))
    }
    if isNeeded {
      for file in try files(below: "steps") {
        guard let bytes = try? Files.read(file.path, limit: 256 << 20),
          let record = StepRecord(bytes)
        else { continue }
        companions.needed.formUnion(record.stored.values.map(\.descriptor.digest))
      }
    }
    return companions
  }

  // MARK: Items

  private struct StoredFile {
    let path: String
    let bytes: Int64
    let used: Int64
  }

  private func items() throws(Failure) -> [Item] {
    var items: [Item] = []
    for kind in ["steps", "selections", "last", "hashes", "commits"] {
      for file in try files(below: kind) { items.append(item(file, .records)) }
    }
    for file in try files(below: "web") {
      let isUnfinished = file.path.hasPrefix(Paths.join(folder, "web/new/"))
      items.append(item(file, isUnfinished ? .leftovers : .downloads))
    }
    for file in try files(below: "spool") { items.append(item(file, .leftovers)) }
    items += try folders("git/trees", .downloads, inner: "") + folders("caches", .mounts, inner: "")
    items += try snapshots()
    return items
  }

  private func item(_ file: StoredFile, _ kind: Kind) -> Item {
    Item(kind: kind, bytes: file.bytes, used: kind == .leftovers ? 0 : file.used) {
      () throws(Failure) in try Files.remove(file.path)
    }
  }

  /// The files in a folder and in its folders.
  private func files(below name: String) throws(Failure) -> [StoredFile] {
    var files: [StoredFile] = []
    var folders = [Paths.join(folder, name)]
    while let next = folders.popLast() {
      guard Files.isFolder(next) else { continue }
      for entry in try Files.list(next, limit: .max) {
        let path = Paths.join(next, entry.name)
        guard let status = Files.statusOfLink(path) else { continue }
        if status.kind == .folder { folders.append(path) }
        if status.kind == .file {
          files.append(StoredFile(path: path, bytes: Int64(status.size), used: status.modified))
        }
      }
    }
    return files
  }

  /// Folders that each are one thing, with a lock beside them that is as old as their last use.
  private func folders(
    _ name: String, _ kind: Kind, inner: String
  ) throws(Failure) -> [Item] {
    let place = Paths.join(folder, name)
    guard Files.isFolder(place) else { return [] }
    var items: [Item] = []
    for entry in try Files.list(place, limit: .max) where entry.kind == .folder {
      let path = Paths.join(place, entry.name)
      let used = Files.statusOfLink(path + ".lock")?.modified ?? 0
      let bytes = try OpenFolder(path).bytesOfFiles()
      items.append(
        Item(kind: entry.name.hasPrefix("new-") ? .leftovers : kind, bytes: bytes, used: used) {
          () throws(Failure) in
          if let name = RawName(Array(entry.name.utf8)) { try OpenFolder(place).remove(name) }
          try? Files.remove(path + ".lock")
          try? Files.remove(path + ".making")
        })
    }
    return items
  }

  private func snapshots() throws(Failure) -> [Item] {
    let place = Paths.join(root, "snapshots")
    guard Files.isFolder(place) else { return [] }
    let store = try SnapshotStore(place)
    return try store.all().map { snapshot in
      Item(kind: .snapshots, bytes: snapshot.bytes, used: snapshot.used) { () throws(Failure) in
        try store.removeIfFree(snapshot.name)
      }
    }
  }
}
