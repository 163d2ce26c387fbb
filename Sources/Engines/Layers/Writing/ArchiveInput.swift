public import Archive
public import Host
public import Source

/// The making of a layer from a folder or an archive: the same files make the same layer everywhere.
public struct ArchiveInput: Hashable, Sendable {
  /// The latest time that a file may have, in seconds since 1970, as SOURCE_DATE_EPOCH sets it; nil for
  /// any.
  public var latestTime: Int64?
  /// Whether all files become those of the superuser.
  public var dropsOwners = false
  /// How much an archive may ask for.
  public var limits = LayerLimits()

  /// The usual way.
  public init() {}

  /// Writes all that is in a folder, in the order of the paths.
  ///
  /// Sockets are left out, as they are of use only to the process that made them. The folder itself
  /// gets no entry.
  /// - Returns: How many entries were written.
  /// - Throws: `Failure` when something cannot be read, changes while it is read, or has a name that
  ///   marks a deletion in a layer.
  @discardableResult
  public func write(_ folder: OpenFolder, to writer: TarWriter) throws(Failure) -> Int {
    var walk = FolderWalk(input: self, writer: writer)
    try walk.write(folder, .root)
    return walk.count
  }

  /// Writes the files of an archive, in its order, under their plain paths.
  /// - Returns: How many entries were written.
  /// - Throws: `Failure` when it is damaged or hostile, or a name marks a deletion in a layer.
  @discardableResult
  public func write(_ archive: LayerReader, to writer: TarWriter) throws(Failure) -> Int {
    var count = 0
    while let step = try archive.next() {
      guard case .put(var entry) = step.action, !step.path.names.isEmpty else { continue }
      entry.path = step.path.raw
      if entry.kind == .hardLink {
        entry.link = try LayerPath(entry.link, limits: limits).raw
      }
      try writer.add(adjusted(entry))
      while let piece = try archive.read() { try writer.write(piece) }
      count += 1
    }
    return count
  }

  func adjusted(_ entry: TarEntry) -> TarEntry {
    var entry = entry
    if let latestTime, entry.modified.seconds >= latestTime {
      entry.modified = TarEntry.Time(seconds: latestTime)
    }
    if dropsOwners {
      entry.owner = 0
      entry.group = 0
    }
    // Names of accounts depend on the machine.
    entry.ownerName = ""
    entry.groupName = ""
    return entry
  }
}

/// The state of a walk through a folder.
private struct FolderWalk {
  let input: ArchiveInput
  let writer: TarWriter
  var count = 0
  /// The first path of each file that has several.
  private var firstNames: [FileStatus.Identity: LayerPath] = [:]

  init(input: ArchiveInput, writer: TarWriter) {
    self.input = input
    self.writer = writer
  }

  mutating func write(_ folder: OpenFolder, _ path: LayerPath) throws(Failure) {
    if path.names.count > input.limits.depth {
      throw LayerPath.refusal(path.raw, "it is more than \(input.limits.depth) folders deep")
    }
    for name in try folder.names(limit: input.limits.entries) {
      let inner = path.appending(name)
      if Whiteout.isMark(name) {
        throw LayerPath.refusal(inner.raw, "in an image its name would mark a deletion")
      }
      guard let status = try folder.status(name) else { throw vanished(inner) }
      try write(name, in: folder, inner, status)
    }
  }

  private mutating func write(
    _ name: RawName, in folder: OpenFolder, _ path: LayerPath, _ status: FileStatus
  ) throws(Failure) {
    var entry = TarEntry(
      .file, path.raw, mode: status.mode, owner: status.owner, group: status.group,
      modified: TarEntry.Time(
        seconds: status.modified, nanoseconds: status.modifiedNanoseconds))
    if status.kind == .folder {
      guard let inner = try folder.folder(name) else { throw vanished(path) }
      entry.kind = .folder
      entry.attributes = try attributes(inner.itself)
      try add(entry)
      try write(inner, path)
      return
    }
    if status.linkCount > 1, status.kind != .socket {
      if let first = firstNames[status.identity] {
        entry.kind = .hardLink
        entry.link = first.raw
        try add(entry)
        return
      }
      firstNames[status.identity] = path
    }
    switch status.kind {
    case .file:
      guard let file = try folder.file(name) else { throw vanished(path) }
      entry.size = Int64(try file.status().size)
      entry.attributes = try attributes(file)
      try add(entry)
      while let piece = try file.next() { try writer.write(piece[...]) }
    case .link:
      entry.kind = .symbolicLink
      entry.link = RawPath(try folder.linkTarget(name))
      try add(entry)
    case .pipe:
      entry.kind = .pipe
      try add(entry)
    case .device:
      entry.kind = status.isBlockDevice ? .blockDevice : .characterDevice
      (entry.deviceMajor, entry.deviceMinor) = status.deviceParts
      try add(entry)
    case .socket, .folder, .other: break
    }
  }

  private mutating func add(_ entry: TarEntry) throws(Failure) {
    count += 1
    try writer.add(input.adjusted(entry))
  }

  /// The attributes that belong to the file and not to this machine, as SELinux labels and ACLs do.
  private func attributes(_ file: OpenFile) throws(Failure) -> [TarEntry.Record] {
    try file.attributes().filter {
      $0.name == "security.capability"
        || $0.name.hasPrefix("user.") && !$0.name.hasPrefix("user.overlay.")
    }.map { TarEntry.Record($0.name, $0.value) }
  }

  private func vanished(_ path: LayerPath) -> Failure {
    Failure(
      "cannot read `\(path)`", because: ["it was removed or replaced while it was read"],
      hint: "try again when nothing writes to the folder")
  }
}
