import Source

extension FileTree {
  /// Records that a path is there.
  mutating func set(
    _ path: String, _ kind: Kind, owner: Owner, mode: Int? = nil, unknownContent: Bool,
    range: SourceRange?, step: Int?, certain: Bool = true
  ) {
    if path == "/" {
      // What is put over the root as a whole may be anything anywhere.
      if unknownContent { isTainted = true }
      return
    }
    let before = entries[path]
    if !certain {
      // What may have happened leaves only what was true anyway.
      entries[path] = Entry(
        exists: before?.exists == true ? true : nil, kind: before?.kind ?? .unknown,
        owner: before?.owner == owner ? owner : .unknown, mode: nil,
        hasUnknownContent: true, range: before?.range ?? range, step: before?.step ?? step,
        hardenedRange: before?.hardenedRange)
      return
    }
    entries[path] = Entry(
      exists: true, kind: kind, owner: owner, mode: mode,
      hasUnknownContent: unknownContent || (before?.hasUnknownContent ?? false), range: range,
      step: step, hardenedRange: nil)
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
        hasUnknownContent: known != false, range: range, step: step, hardenedRange: nil)
      parent = FilePaths.parent(parent)
    }
  }

  /// Records a change of owner or mode.
  mutating func change(
    _ path: String, recursive: Bool, owner: Owner?, mode: Int?, range: SourceRange, step: Int
  ) {
    let paths = recursive ? [path] + known(below: path) : [path]
    for path in paths {
      var entry =
        entries[path]
        ?? Entry(
          exists: exists(path), kind: .unknown, owner: self.owner(path), mode: nil,
          hasUnknownContent: true, range: nil, step: nil, hardenedRange: nil)
      if let owner { entry.owner = owner }
      if let mode { entry.mode = mode }
      if path == paths[0] { entry.hardenedRange = range }
      entries[path] = entry
    }
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
