import Host
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
    let name = String(UInt64.random(in: 0...UInt64.max), radix: 36)
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
    var found: [(name: String, used: Int64, size: Int64)] = []
    for entry in try Files.list(path("layers"), limit: .max) where entry.kind == .folder {
      let used = Files.statusOfLink(path("used/\(entry.name)"))?.modified ?? 0
      let size = try OpenFolder(path("layers/\(entry.name)")).sizeOfFiles()
      found.append((entry.name, used, size))
      report.keptBytes += size
    }
    for snapshot in found.sorted(by: { ($0.used, $0.name) < ($1.used, $1.name) }) {
      if report.keptBytes <= ceiling { break }
      setAside(path("layers/\(snapshot.name)"))
      try Files.remove(path("notes/\(snapshot.name)"))
      try Files.remove(path("used/\(snapshot.name)"))
      report.removed += 1
      report.keptBytes -= snapshot.size
    }
    try sweep()
    return report
  }
}

extension OpenFolder {
  /// The bytes of the regular files below it.
  fileprivate func sizeOfFiles() throws(Failure) -> Int64 {
    var size: Int64 = 0
    for name in try names(limit: .max) {
      guard let status = try status(name) else { continue }
      if status.kind == .file { size += Int64(status.size) / Int64(max(1, status.linkCount)) }
      if status.kind == .folder, let inner = try folder(name) { size += try inner.sizeOfFiles() }
    }
    return size
  }
}
