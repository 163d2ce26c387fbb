public import Host
import OCI
public import Source

extension SnapshotStore {
  /// What a collection did.
  public struct CollectionReport: Hashable, Sendable {
    /// How many snapshots went.
    public var removed = 0
    /// The bytes of those that stayed.
    public var keptBytes: Int64 = 0
  }

  /// Puts a folder aside, to be removed later.
  func setAside(_ folder: String) {
    let name = Files.freshName
    try? Files.move(folder, to: path("trash/\(name)"))
  }

  /// Puts what was being made aside, to be removed later.
  func setAside(making name: String) {
    let folder = path("making/\(name)")
    if Files.statusOfLink(folder) != nil { setAside(folder) }
  }

  /// Removes what processes left that are gone, and what was put aside.
  ///
  /// It takes as long as there are files to remove, and may run beside anything else; while another
  /// sweeps, it does nothing.
  /// - Throws: `Failure` when something cannot be removed.
  public func sweep() throws(Failure) {
    // Another that sweeps now does it for all.
    guard let sweeping = try FileLock.attempt(path("sweep"), .exclusive) else { return }
    defer { withExtendedLifetime(sweeping) {} }
    for entry in try Files.list(path("making"), limit: .max) where entry.name.hasSuffix(".lock") {
      let file = path("making/\(entry.name)")
      guard let lock = try FileLock.attempt(file, .exclusive) else { continue }
      setAside(making: String(entry.name.dropLast(5)))
      try Files.remove(file)
      withExtendedLifetime(lock) {}
    }
    let trash = try OpenFolder(path("trash"))
    for name in try trash.names(limit: .max) { try trash.remove(name) }
  }

  /// Removes the snapshots that were used longest ago, until the others have no more bytes than a ceiling.
  ///
  /// Snapshots that are missing are made again when they are asked for.
  /// - Returns: What was done; nil where somebody uses snapshots at this moment.
  /// - Throws: `Failure` when the store cannot be read or something cannot be removed.
  public func collectIfFree(ceiling: Int64) throws(Failure) -> CollectionReport? {
    guard let lock = try FileLock.attempt(path("lock"), .exclusive) else { return nil }
    defer { withExtendedLifetime(lock) {} }
    var report = CollectionReport()
    let found = try all()
    report.keptBytes = found.reduce(0) { $0 + $1.bytes }
    for snapshot in found.sorted(by: { ($0.used, $0.name) < ($1.used, $1.name) }) {
      if report.keptBytes <= ceiling { break }
      try remove(snapshot.name)
      report.removed += 1
      report.keptBytes -= snapshot.bytes
    }
    try sweep()
    return report
  }

  /// A snapshot as a collection sees it.
  public struct Stored: Hashable, Sendable {
    /// The name of its folder.
    public let name: String
    /// When it was used last, in seconds since 1970.
    public let used: Int64
    /// The bytes of its files.
    public let bytes: Int64
  }

  /// All snapshots.
  /// - Throws: `Failure` when they cannot be listed.
  public func all() throws(Failure) -> [Stored] {
    var found: [Stored] = []
    for entry in try Files.list(path("layers"), limit: .max) where entry.kind == .folder {
      let used = Files.statusOfLink(path("used/\(entry.name)"))?.modified ?? 0
      found.append(Stored(name: entry.name, used: used, bytes: try bytes(of: entry.name)))
    }
    return found
  }

  /// What the files of a snapshot come to; they never change, so they are counted once.
  private func bytes(of name: String) throws(Failure) -> Int64 {
    let note = path("sizes/\(name)")
    if let text = try? Files.read(note, limit: 64),
      let size = Int64(String(decoding: text, as: UTF8.self))
    {
      return size
    }
    let size = try OpenFolder(path("layers/\(name)")).bytesOfFiles()
    try Files.makeFolder(path("sizes"))
    try Files.writeQuickly(Array("\(size)".utf8), to: note)
    return size
  }

  /// Removes a snapshot where nobody uses any.
  /// - Parameter name: The name of its folder.
  /// - Returns: Whether it was removed.
  /// - Throws: `Failure` when something cannot be removed.
  @discardableResult
  public func removeIfFree(_ name: String) throws(Failure) -> Bool {
    guard let lock = try FileLock.attempt(path("lock"), .exclusive) else { return false }
    defer { withExtendedLifetime(lock) {} }
    try remove(name)
    try sweep()
    return true
  }

  private func remove(_ name: String) throws(Failure) {
    setAside(path("layers/\(name)"))
    for folder in ["notes", "used", "sizes"] {
      let file = path("\(folder)/\(name)")
      if Files.statusOfLink(file) != nil { try Files.remove(file) }
    }
  }
}

extension OpenFolder {
  /// The bytes of the regular files below it, those with several names once.
  public func bytesOfFiles() throws(Failure) -> Int64 {
    var bytes: Int64 = 0
    for name in try names(limit: .max) {
      guard let status = try status(name) else { continue }
      if status.kind == .file { bytes += Int64(status.size) / Int64(max(1, status.linkCount)) }
      if status.kind == .folder, let inner = try folder(name) { bytes += try inner.bytesOfFiles() }
    }
    return bytes
  }
}
