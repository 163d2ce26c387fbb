public import Archive
public import Host
import Layers
public import Source

/// What a snapshot changes in what it lies on, as the entries of a layer of an image.
///
/// A folder has an entry where it is new, is not what it was, or something in it changed. What only
/// moved up unchanged has none, nor has what overlayfs notes for itself.
public struct SnapshotChanges: Sendable {
  /// The entries: each folder before what is in it, names in the order of their bytes. Paths have no
  /// slash in front.
  public private(set) var entries: [TarEntry] = []
  private let upper: String

  /// Compares the folder of a snapshot with what it lies on.
  /// - Parameters:
  ///   - upper: The folder of the changes, which nothing may be mounted on.
  ///   - lower: The root of all that lies below, as a container sees it; nil where nothing does.
  /// - Throws: `Failure` when a file cannot be read, or overlayfs has left marks that say that a file is
  ///   not whole.
  public init(_ upper: String, over lower: OpenFolder?) throws(Failure) {
    self.upper = upper
    let folder = try OpenFolder(upper)
    var walk = SnapshotWalk()
    try walk.enter(folder, lower, path: [])
    entries = walk.entries
  }

  /// Whether nothing changed.
  public var isEmpty: Bool { entries.isEmpty }

  /// Writes the entries with the content of their files to an archive.
  /// - Parameters:
  ///   - archive: Where to.
  ///   - rewriting: Changes an entry before it is written, such as its times; not its size.
  /// - Throws: `Failure` when a file has changed meanwhile, or the archive cannot be written.
  public func write(
    to archive: TarWriter, rewriting: (inout TarEntry) -> Void = { _ in }
  ) throws(Failure) {
    let root = try OpenFolder(upper)
    // The open folders on the way to the last entry.
    var way: [(name: [UInt8], folder: OpenFolder)] = []
    for entry in entries {
      var written = entry
      rewriting(&written)
      guard entry.kind == .file, entry.size > 0 else {
        try archive.add(written)
        continue
      }
      let parts = entry.path.parts.map { Array($0) }
      var depth = 0
      while depth < way.count, depth < parts.count - 1, way[depth].name == parts[depth] {
        depth += 1
      }
      way.removeSubrange(depth...)
      for part in parts[depth..<(parts.count - 1)] {
        guard let name = RawName(part), let inner = try (way.last?.folder ?? root).folder(name)
        else { throw gone(entry) }
        way.append((part, inner))
      }
      guard let name = RawName(parts[parts.count - 1]),
        let file = try (way.last?.folder ?? root).file(name)
      else { throw gone(entry) }
      try archive.add(written, file)
    }
  }

  private func gone(_ entry: TarEntry) -> Failure {
    Failure(
      "cannot write the layer", because: ["`\(entry.path)` is gone from `\(upper)`"],
      hint: "run the build again")
  }
}

/// The state of one comparison.
private struct SnapshotWalk {
  var entries: [TarEntry] = []
  /// The first path of each file that has several.
  private var names: [FileStatus.Identity: RawPath] = [:]

  /// - Parameter lower: The folder that this one is merged with; nil where there is none.
  mutating func enter(
    _ folder: OpenFolder, _ lower: OpenFolder?, path: [UInt8]
  ) throws(Failure) {
    for name in try folder.names() {
      guard let status = try folder.status(name) else { continue }
      let inner = RawPath(path.isEmpty ? name.bytes : path + [UInt8(ascii: "/")] + name.bytes)
      switch status.kind {
      case .folder: try add(folder: name, in: folder, lower, status, inner)
      case .socket, .other: continue
      case .device where status.isOverlayMark:
        // What was not there before needs no mark.
        if try lower?.status(name) != nil {
          entries.append(TarEntry(.file, RawPath(mark(inner, name)), mode: 0))
        }
      case .file, .link, .pipe, .device:
        try add(file: name, in: folder, lower, status, inner)
      }
    }
  }

  private func mark(_ path: RawPath, _ name: RawName) -> [UInt8] {
    Array(path.bytes.dropLast(name.bytes.count)) + Array(".wh.".utf8) + name.bytes
  }

  private mutating func add(
    folder name: RawName, in folder: OpenFolder, _ lower: OpenFolder?, _ status: FileStatus,
    _ path: RawPath
  ) throws(Failure) {
    guard let opened = try folder.folder(name) else { return }
    let attributes = try attributes(of: opened.itself, path)
    let below = try lower?.folder(name)
    let isOpaque = attributes.isOpaque
    let place = entries.count
    entries.append(
      TarEntry(
        .folder, path, mode: status.mode, owner: status.owner, group: status.group,
        modified: status.time, attributes: attributes.kept))
    var mustStay = true
    if let below, !isOpaque {
      let old = try below.status()
      let oldAttributes = try self.attributes(of: below.itself, path).kept
      mustStay =
        old.mode != status.mode || old.owner != status.owner || old.group != status.group
        || oldAttributes != attributes.kept
    } else if below != nil {
      entries.append(
        TarEntry(.file, RawPath(path.bytes + Array("/.wh..wh..opq".utf8)), mode: 0))
    }
    try enter(opened, isOpaque ? nil : below, path: path.bytes)
    if !mustStay, entries.count == place + 1 { entries.removeLast() }
  }

  private mutating func add(
    file name: RawName, in folder: OpenFolder, _ lower: OpenFolder?, _ status: FileStatus,
    _ path: RawPath
  ) throws(Failure) {
    if status.linkCount > 1, let first = names[status.identity] {
      entries.append(
        TarEntry(
          .hardLink, path, link: first, mode: status.mode, owner: status.owner,
          group: status.group, modified: status.time))
      return
    }
    var entry = TarEntry(
      .file, path, mode: status.mode, owner: status.owner, group: status.group,
      modified: status.time)
    switch status.kind {
    case .file:
      entry.size = Int64(status.size)
      if let file = try folder.file(name) {
        entry.attributes = try attributes(of: file, path).kept
      }
    case .link:
      entry.kind = .symbolicLink
      entry.mode = 0o777
      entry.link = RawPath(try folder.linkTarget(name))
    case .pipe: entry.kind = .pipe
    default:
      entry.kind = status.isBlockDevice ? .blockDevice : .characterDevice
      (entry.deviceMajor, entry.deviceMinor) = status.deviceParts
    }
    if status.linkCount == 1, let lower, try isSame(name, entry, status, folder, lower) { return }
    if status.linkCount > 1 { names[status.identity] = path }
    entries.append(entry)
  }

  /// Whether a file moved up but was not changed, as when a program opens it to write and writes nothing.
  private func isSame(
    _ name: RawName, _ entry: TarEntry, _ status: FileStatus, _ folder: OpenFolder,
    _ lower: OpenFolder
  ) throws(Failure) -> Bool {
    guard let old = try lower.status(name), old.kind == status.kind, old.size == status.size,
      old.mode == status.mode, old.owner == status.owner, old.group == status.group,
      old.time == status.time, old.device == status.device, old.linkCount == 1
    else { return false }
    switch status.kind {
    case .link: return try lower.linkTarget(name) == entry.link.bytes
    case .file:
      guard let new = try folder.file(name), let file = try lower.file(name),
        try attributes(of: file, entry.path).kept == entry.attributes
      else { return false }
      while true {
        let (left, right) = (try new.next(), try file.next())
        if left != right { return false }
        if left == nil { return true }
      }
    default: return true
    }
  }

  private func attributes(
    of file: OpenFile, _ path: RawPath
  ) throws(Failure) -> (kept: [TarEntry.Record], isOpaque: Bool) {
    var kept: [TarEntry.Record] = []
    var isOpaque = false
    for (name, value) in try file.attributes() {
      if let mark = name.overlayMark {
        switch mark {
        case "opaque": isOpaque = value == [UInt8(ascii: "y")]
        case "metacopy", "redirect":
          throw Failure(
            "cannot tell what changed in `/\(path)`",
            because: ["overlayfs has noted `\(mark)` for it, which hardstand asks it not to"],
            hint: "keep the store on ext4, xfs or btrfs")
        default: break
        }
      } else if name.hasPrefix("user.") || name == "security.capability" {
        kept.append(TarEntry.Record(name, value))
      }
    }
    return (kept, isOpaque)
  }
}

extension String {
  /// The name of a note that overlayfs makes for itself; nil for any other attribute.
  fileprivate var overlayMark: String? {
    for prefix in ["trusted.overlay.", "user.overlay."] where hasPrefix(prefix) {
      return String(dropFirst(prefix.count))
    }
    return nil
  }
}

extension FileStatus {
  fileprivate var time: TarEntry.Time {
    TarEntry.Time(seconds: modified, nanoseconds: modifiedNanoseconds)
  }
}
