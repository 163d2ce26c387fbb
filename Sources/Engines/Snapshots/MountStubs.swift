public import Host
public import Source

/// The empty files and folders that a runtime makes in an image so that something can be mounted there.
///
/// They are found before the container starts, and taken out of what it changed afterwards, unless
/// something was put in them. What a folder above them had as its time, it has again.
public struct MountStubs: Sendable {
  /// The paths that are not there yet, outer ones first, without links; and their folders.
  private var missing: [[RawName]] = []

  /// The stubs that mounts will need.
  /// - Parameters:
  ///   - targets: Where things are mounted, as paths in the container.
  ///   - root: The files of the container before it starts.
  /// - Throws: `Failure` when the files cannot be looked at.
  public init(_ targets: [String], in root: OpenFolder) throws(Failure) {
    for target in targets {
      if try root.statusInRoot(target) == nil { try note(target, in: root, links: 0) }
    }
  }

  private mutating func note(
    _ target: String, in root: OpenFolder, links: Int
  ) throws(Failure) {
    let names = Paths.normalized("/" + target).utf8.split(separator: UInt8(ascii: "/"))
      .compactMap { RawName($0) }
    // The longest part that is there, with its links followed.
    for depth in names.indices.reversed() {
      let path = "/" + names[..<depth].map(\.shown).joined(separator: "/")
      guard let folder = try root.folderInRoot(path) else { continue }
      guard var way = try root.way(to: folder) else { return }
      if try folder.status(names[depth])?.kind == .link {
        // A link that leads nowhere yet: the runtime makes what it leads to.
        if links == 40 { return }
        let link = String(decoding: try folder.linkTarget(names[depth]), as: UTF8.self)
        let place = "/" + way.map(\.shown).joined(separator: "/")
        let rest = names[(depth + 1)...].map(\.shown).joined(separator: "/")
        return try note(Paths.join(Paths.join(place, link), rest), in: root, links: links + 1)
      }
      for name in names[depth...] {
        way.append(name)
        if !missing.contains(way) { missing.append(way) }
      }
      return
    }
  }

  /// Takes the stubs out of a folder of changes, which nothing may be mounted on any more.
  /// - Parameters:
  ///   - upper: The folder.
  ///   - lower: The root of all that lies below; nil where nothing does.
  /// - Throws: `Failure` when one cannot be removed.
  public func remove(from upper: String, over lower: OpenFolder?) throws(Failure) {
    let root = try OpenFolder(upper)
    for way in missing.reversed() {
      guard let name = way.last, let folder = try root.folder(at: way.dropLast()) else { continue }
      guard let status = try folder.status(name) else { continue }
      let before = try folder.status()
      if status.kind == .folder {
        guard try folder.folder(name)?.names(limit: 1_000).isEmpty ?? false else { continue }
      } else if status.kind != .file || status.size != 0 {
        continue
      }
      try folder.remove(name)
      try restore(folder, before, lower, Array(way.dropLast()))
    }
  }

  /// Gives a folder its time back: that of before where nothing else changed in it.
  private func restore(
    _ folder: OpenFolder, _ before: FileStatus, _ lower: OpenFolder?, _ way: [RawName]
  ) throws(Failure) {
    var time = before
    if try folder.names(limit: .max).isEmpty, let below = try lower?.folder(at: way[...]) {
      time = try below.status()
    }
    try folder.itself.setTime(seconds: time.modified, nanoseconds: time.modifiedNanoseconds)
  }
}

extension OpenFolder {
  /// The folder that names lead to, one after the other, links not followed; nil where there is none.
  func folder(at way: some Sequence<RawName>) throws(Failure) -> OpenFolder? {
    var folder = self
    for name in way {
      guard let inner = try folder.folder(name) else { return nil }
      folder = inner
    }
    return folder
  }

  /// The names that lead to a folder below this one, by where both are.
  func way(to folder: OpenFolder) throws(Failure) -> [RawName]? {
    var names: [RawName] = []
    var current = folder
    let top = try status().identity
    while try current.status().identity != top {
      guard names.count < 256, let outer = try current.outer() else { return nil }
      let identity = try current.status().identity
      guard let name = try outer.name(of: identity) else { return nil }
      names.append(name)
      current = outer
    }
    return names.reversed()
  }
}
