import Archive
import Frontend
import Host
import Layers
import Source
import Streams

/// Puts the files that a copy takes in their places, as BuildKit's copier does (tonistiigi/fsutil).
struct CopyPlacement {
  /// The account that files get; nil for that of each source.
  struct Owner: Hashable, Sendable {
    let user: UInt32
    let group: UInt32
  }

  /// What is below the step.
  let lower: any FileSource
  private(set) var set = FileSet()
  let owner: Owner?
  let mode: ModeChange?
  /// The time of folders that are made, in seconds since 1970.
  let now: Int64
  private let limits = LayerLimits()

  /// Adds a tree that content comes from.
  /// - Returns: Its number.
  mutating func add(tree: @escaping @Sendable () throws(Failure) -> any FileSource) -> Int {
    set.trees.append(tree)
    return set.trees.count - 1
  }

  init(onto lower: any FileSource, owner: Owner?, mode: ModeChange?, now: Int64) {
    self.lower = lower
    self.owner = owner
    self.mode = mode
    self.now = now
  }

  // MARK: What is there

  /// What stands at a path, seen through what was put in place so far.
  private func file(_ path: LayerPath) throws(Failure) -> TarEntry? {
    if path.names.isEmpty { return set[path]?.entry ?? TarEntry(.folder, "", mode: 0o755) }
    if let placed = set[path] { return placed.entry }
    var above = path.parent
    while !above.names.isEmpty {
      if let placed = set[above], placed.entry.kind != .folder { return nil }
      above = above.parent
    }
    return try lower.file(path)?.entry
  }

  /// Where a path leads when the links on it are followed.
  private func resolve(_ path: LayerPath, below root: LayerPath = .root) throws(Failure)
    -> LayerPath
  {
    let view = PlacedView(file: file, label: "the image")
    let rooted =
      root.names.isEmpty
      ? view
      : PlacedView(
        file: { path throws(Failure) in try file(LayerPath(root.names + path.names)) },
        label: "the image")
    return LayerPath(root.names + (try rooted.resolve(path)).names)
  }

  // MARK: Folders

  /// Makes a folder and those above it, where they are not there.
  mutating func makeFolders(_ path: LayerPath, mode: UInt32 = 0o755, owner: Owner?) throws(Failure)
  {
    for count in 0...path.names.count where count > 0 {
      let here = LayerPath(Array(path.names.prefix(count)))
      if let entry = try file(here) {
        guard entry.kind == .folder else {
          throw Failure(
            "cannot make the folder `\(path)`", because: ["`\(here)` is a file"],
            hint: "Choose another destination, or remove the file before")
        }
        continue
      }
      var entry = TarEntry(.folder, "", mode: mode, modified: TarEntry.Time(seconds: now))
      entry.owner = owner?.user ?? 0
      entry.group = owner?.group ?? 0
      set.put(.init(entry: entry), at: here)
    }
  }

  /// Makes the folder of WORKDIR.
  mutating func makeFolder(_ path: String) throws(Failure) {
    try makeFolders(try resolve(LayerPath(written: path)), owner: owner)
  }

  // MARK: Files

  /// Puts what a source matches at a destination.
  /// - Parameters:
  ///   - match: What is taken.
  ///   - tree: The number of its tree in the set.
  ///   - destination: The path as it is written, a slash at its end for a folder.
  ///   - copiesContents: Whether of a folder its contents are taken, and not itself.
  mutating func put(
    _ match: CopySelection.Match, tree: Int, at destination: String, copiesContents: Bool
  ) throws(Failure) {
    guard let first = match.items.first else { return }
    var target = try target(
      destination, name: match.name, isFolder: first.file.isFolder, copiesContents: copiesContents)
    if first.file.isFolder, copiesContents {
      try makeFolders(target, owner: owner)
    } else {
      try makeFolders(target.parent, owner: owner)
    }
    // A folder that is only a way to something gets made when that comes.
    var waiting: [CopySelection.Item] = []
    target = target.names.isEmpty ? .root : target
    for item in match.items {
      waiting.removeAll { !item.path.names.starts(with: $0.path.names) }
      if item.isOnDemand {
        waiting.append(item)
        continue
      }
      for folder in waiting { try put(folder, tree, target, copiesContents) }
      waiting = []
      try put(item, tree, target, copiesContents)
    }
  }

  /// Puts one file, such as that of a here-document, at a destination.
  mutating func put(
    _ entry: TarEntry, _ content: FileSet.Content, name: RawName, at destination: String
  ) throws(Failure) {
    let target = try target(destination, name: name, isFolder: false, copiesContents: false)
    try makeFolders(target.parent, owner: owner)
    try place(entry, content, identity: nil, target)
  }

  private mutating func target(
    _ destination: String, name: RawName?, isFolder: Bool, copiesContents: Bool
  ) throws(Failure) -> LayerPath {
    let written = LayerPath(written: destination)
    let mustBeFolder = destination.hasSuffix("/")
    // What a path with a slash at its end names is made; of another, what it lies in.
    try makeFolders(
      try resolve(mustBeFolder ? written : written.parent), owner: owner)
    let resolved = try resolve(written)
    let existing = try file(resolved)
    if isFolder ? !copiesContents : existing?.kind == .folder, let name {
      return resolved.appending(name)
    }
    return resolved
  }

  private mutating func put(
    _ item: CopySelection.Item, _ tree: Int, _ target: LayerPath, _ copiesContents: Bool
  ) throws(Failure) {
    let path = LayerPath(target.names + item.path.names)
    if item.file.isFolder {
      // The folder that a copy goes into keeps what it is.
      if item.path.names.isEmpty, copiesContents { return }
      if let existing = try file(path), existing.kind != .folder {
        throw Failure(
          "cannot copy the folder `\(item.place)` to `\(path)`",
          because: ["what is there is no folder"],
          hint: "Remove it before, or choose another destination")
      }
      set.put(.init(entry: adjusted(item.file.entry)), at: path)
      return
    }
    try place(
      item.file.entry, .tree(tree, item.place, item.file.stamp),
      identity: item.file.identity.map { "\(tree):\($0)" }, path)
  }

  private mutating func place(
    _ entry: TarEntry, _ content: FileSet.Content?, identity: String?, _ path: LayerPath
  ) throws(Failure) {
    if let existing = try file(path), existing.kind == .folder {
      throw Failure(
        "cannot copy a file to `\(path)`", because: ["a folder is there"],
        hint: "End the destination with a slash to copy into the folder")
    }
    set.put(
      .init(
        entry: adjusted(entry), content: entry.kind == .file ? content : nil, identity: identity),
      at: path)
  }

  private func adjusted(_ entry: TarEntry) -> TarEntry {
    var entry = entry
    if let owner {
      entry.owner = owner.user
      entry.group = owner.group
    }
    if let mode, entry.kind != .symbolicLink {
      entry.mode = mode.applied(to: entry.mode, isFolder: entry.kind == .folder)
    }
    return entry
  }

  /// The set, with the folders on the way to its files as they are: tools that unpack layers one by one
  /// would make them anew.
  mutating func finished() throws(Failure) -> FileSet {
    for path in Array(set.files.keys) {
      var parent = path.parent
      var isDirect = true
      while !parent.names.isEmpty, set[parent] == nil {
        if var entry = try lower.file(parent)?.entry, entry.kind == .folder {
          // As in any folder that a name was added to.
          if isDirect { entry.modified = TarEntry.Time(seconds: now) }
          set.put(.init(entry: entry), at: parent)
        }
        parent = parent.parent
        isDirect = false
      }
    }
    return set
  }

  // MARK: Archives

  /// Unpacks an archive into a destination, its contents into a temporary file, which goes with the set.
  mutating func unpack(
    _ reader: LayerReader, through spool: WritableFile, into destination: String
  ) throws(Failure) {
    let root = try resolve(LayerPath(written: destination))
    try makeFolders(root, owner: owner)
    if let file = spool.temporary { set.hold(file) }
    var offset = spool.size
    while let step = try reader.next() {
      guard case .put(var entry) = step.action, let last = step.path.last else { continue }
      let parent = try resolve(step.path.parent, below: root)
      try makeFolders(parent, owner: nil)
      let path = parent.appending(last)
      entry.ownerName = ""
      entry.groupName = ""
      entry.records = []
      if let owner {
        entry.owner = owner.user
        entry.group = owner.group
      }
      var placed = FileSet.Placed(entry: entry)
      switch entry.kind {
      case .file:
        placed.content = .piece(spool.path, offset: offset, count: entry.size)
        while let piece = try reader.read() { try spool.write(piece) }
        offset += entry.size
      case .hardLink:
        let target = LayerPath(root.names + (try LayerPath(entry.link, limits: limits)).names)
        guard var source = set[target], source.entry.kind != .folder else {
          throw Failure(
            "cannot unpack `\(step.path)`",
            because: [
              "as a hard link it leads to `\(entry.link)`, which the archive does not have"
            ],
            hint: "Make the archive again")
        }
        let identity = source.identity ?? "\(spool.path): \(target)"
        source.identity = identity
        set.put(source, at: target)
        placed = source
      default: break
      }
      let existing = try file(path)
      if let existing, existing.kind == .folder, entry.kind != .folder {
        set.clear(below: path)
      }
      set.put(placed, at: path)
    }
  }
}

/// Files as a closure tells them, for the walk along links.
private final class PlacedView: FileSource {
  private let look: (LayerPath) throws(Failure) -> TarEntry?
  let label: String

  init(file look: @escaping (LayerPath) throws(Failure) -> TarEntry?, label: String) {
    self.look = look
    self.label = label
  }

  func file(_ path: LayerPath) throws(Failure) -> TreeFile? {
    try look(path).map { TreeFile(entry: $0, identity: nil) }
  }

  func names(_ path: LayerPath) throws(Failure) -> [RawName] { [] }

  func open(_ path: LayerPath) throws(Failure) -> any ByteStream {
    throw Failure("cannot read `\(path)`", because: ["it is only looked at"])
  }
}
