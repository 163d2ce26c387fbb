import Source

extension FileTree {
  /// Records that a path is there.
  ///
  /// A folder that is there already keeps its owner and its permission bits, as `mkdir -p`, WORKDIR
  /// and COPY leave them; what is new in it belongs to `owner`.
  mutating func set(
    _ path: String, _ kind: Kind, owner: Owner, mode: Int? = nil, unknownContent: Bool,
    range: SourceRange?, step: Int?, certain: Bool = true
  ) {
    if path == "/" {
      // What is put over the root as a whole may be anything anywhere.
      if unknownContent { isTainted = true }
      return
    }
    hasFreshOwners = true
    let before = entries[path]
    let existed = before.map { $0.exists } ?? exists(path)
    if !certain {
      // What may have happened leaves only what was true anyway.
      entries[path] = Entry(
        exists: existed == true ? true : nil, kind: before?.kind ?? .unknown,
        owner: before?.owner == owner ? owner : .unknown, mode: nil, isModeOpen: true,
        hasUnknownContent: true, range: before?.range ?? range, step: before?.step ?? step,
        hardenedRange: before?.hardenedRange)
      return
    }
    let isFolder = kind == .directory || kind == .unknown
    if isFolder, existed == true || before?.kind == .directory {
      var entry =
        before
        ?? Entry(
          exists: true, kind: kind, owner: self.owner(path), hasUnknownContent: true, range: nil,
          step: nil)
      let hadContent = entry.hasUnknownContent
      entry.exists = true
      if entry.kind == .unknown { entry.kind = kind }
      if kind == .unknown, entry.kind != .directory {
        entry.owner = entry.owner == owner ? owner : .unknown
        entry.isModeOpen = true
      }
      if unknownContent {
        entry.hasUnknownContent = true
        entry.contentOwner = !hadContent || entry.contentOwner == owner ? owner : .unknown
        entry.copiedOwner = owner
      }
      entries[path] = entry
      addParents(of: path, owner: owner, range: range, step: step)
      return
    }
    // Where something may have been there before, a folder may be older than this.
    let isNew = existed == false || kind == .file
    entries[path] = Entry(
      exists: true, kind: kind, owner: isNew ? owner : .unknown, mode: mode,
      isModeOpen: !isNew || mode == nil && kind != .directory,
      contentOwner: isNew ? owner : .unknown, copiedOwner: unknownContent ? owner : nil,
      hasUnknownContent: unknownContent || isFolder && existed == nil, range: range, step: step,
      hardenedRange: nil)
    addParents(of: path, owner: owner, range: range, step: step)
  }

  /// Records the folders that a path needs, where they are not known to be there.
  mutating func addParents(of path: String, owner: Owner, range: SourceRange?, step: Int?) {
    var parent = FilePaths.parent(path)
    while parent != "/" {
      if let entry = entries[parent], entry.exists == true { break }
      let known = exists(parent)
      if known == true { break }
      entries[parent] = Entry(
        exists: true, kind: .directory, owner: known == false ? owner : .unknown, mode: nil,
        isModeOpen: known != false, contentOwner: known == false ? owner : .unknown,
        hasUnknownContent: known != false, range: range, step: step, hardenedRange: nil)
      parent = FilePaths.parent(parent)
    }
  }

  /// Records a change of owner or mode; a nil `mode` with `opensMode` stands for a symbolic one.
  mutating func change(
    _ path: String, recursive: Bool, owner: Owner?, mode: Int?, opensMode: Bool = false,
    range: SourceRange, step: Int
  ) {
    hasFreshOwners = true
    let paths = recursive ? [path] + known(below: path) : [path]
    for (index, path) in paths.enumerated() {
      var entry =
        entries[path]
        ?? Entry(
          exists: exists(path), kind: .unknown, owner: self.owner(path), mode: nil,
          isModeOpen: true, hasUnknownContent: true, range: nil, step: nil, hardenedRange: nil)
      if let owner {
        entry.owner = owner
        if recursive {
          entry.contentOwner = owner
          entry.copiedOwner = nil
        }
      }
      if let mode {
        entry.mode = mode
        entry.isModeOpen = false
      } else if opensMode {
        entry.mode = nil
        entry.isModeOpen = true
      }
      if index == 0 { entry.hardenedRange = range }
      entries[path] = entry
    }
  }

  /// Records that owners and permission bits at a path and below it may be anything.
  mutating func open(_ path: String) {
    for path in [path] + known(below: path) {
      guard var entry = entries[path] else { continue }
      entry.open()
      entries[path] = entry
    }
  }

  /// Records that a command which is not understood may have given anything to anybody.
  mutating func openAll() {
    guard hasFreshOwners else { return }
    hasFreshOwners = false
    for path in entries.keys { entries[path]?.open() }
  }

  /// Records that something which is not known lies over a path.
  mutating func mount(_ path: String) {
    var entry =
      entries[path]
      ?? Entry(
        exists: true, kind: .unknown, owner: .unknown, mode: nil, isModeOpen: true,
        hasUnknownContent: true, range: nil, step: nil)
    entry.exists = true
    entry.hasUnknownContent = true
    entries[path] = entry
    open(path)
    for below in known(below: path) { entries[below]?.exists = nil }
  }

  /// Records that what lay over a path is away again, and that the path may stay as an empty folder.
  mutating func unmount(_ path: String) {
    open(path)
    for place in [path] + known(below: path) { entries[place]?.exists = nil }
  }

  /// Records that nothing is at a path of which nothing is known so far on an ordinary distribution.
  mutating func assumeMissing(_ path: String) {
    guard case .distribution = ground, entries[path] == nil, entries[FilePaths.parent(path)] == nil,
      !isTainted
    else { return }
    entries[path] = Entry(
      exists: false, kind: .unknown, owner: .unknown, mode: nil, hasUnknownContent: false,
      range: nil, step: nil)
  }

  /// Records that something may be at a path.
  mutating func maybe(_ path: String) {
    if path == "/" { return }
    if var entry = entries[path], entry.exists != false {
      // There may be more below it.
      if entry.kind != .file, !entry.hasUnknownContent {
        entry.hasUnknownContent = true
        entries[path] = entry
      }
      return
    }
    if exists(path) != false { return }
    entries[path] = Entry(
      exists: nil, kind: .unknown, owner: .unknown, mode: nil, isModeOpen: true,
      hasUnknownContent: true, range: nil, step: nil)
    maybe(FilePaths.parent(path))
  }

  /// Records that a path and all below is gone.
  mutating func remove(_ path: String, certain: Bool) {
    for path in [path] + known(below: path) {
      if certain {
        entries[path] = Entry(
          exists: false, kind: .unknown, owner: .unknown, mode: nil, hasUnknownContent: false,
          range: entries[path]?.range, step: entries[path]?.step, hardenedRange: nil)
      } else if var entry = entries[path] {
        entry.exists = nil
        entries[path] = entry
      }
    }
  }
}

extension FileTree.Entry {
  /// Forgets who owns it and who may write to it.
  fileprivate mutating func open() {
    owner = .unknown
    contentOwner = .unknown
    copiedOwner = nil
    mode = nil
    isModeOpen = true
  }
}
