extension StageState {
  /// Whether a user may add, rename and remove entries of a folder; nil where that is not known.
  public func mayChange(folder: String, as user: UserFact) -> Bool? {
    guard let isRoot = user.isRoot else { return nil }
    if isRoot { return true }
    guard let entry = files.entry(folder) else {
      return folder == "/" || files.isPlainSystemFolder(folder) ? false : nil
    }
    guard entry.exists == true, entry.kind == .directory else { return nil }
    return mayWrite(entry, as: user)
  }

  /// Whether a user may write to a file that is there; nil where that is not known.
  public func mayWrite(file: String, as user: UserFact) -> Bool? {
    guard let isRoot = user.isRoot else { return nil }
    if isRoot { return true }
    guard let entry = files.entry(file), entry.exists == true else { return nil }
    return mayWrite(entry, as: user)
  }

  /// Whether a path belongs to a user; nil where that is not known.
  public func owns(_ path: String, _ user: UserFact) -> Bool? {
    switch files.owner(path) {
    case .unknown: return nil
    case .root: return user.isRoot
    case .user(let owner):
      guard let name = user.name else { return nil }
      return accounts.isSameUser(owner, name)
    }
  }

  private func mayWrite(_ entry: FileTree.Entry, as user: UserFact) -> Bool? {
    let isOwner: Bool?
    switch entry.owner {
    case .unknown: isOwner = nil
    case .root: isOwner = user.isRoot
    case .user(let owner): isOwner = user.name.flatMap { accounts.isSameUser(owner, $0) }
    }
    guard let isOwner else { return nil }
    if isOwner {
      // An owner can always give permission back, yet a plain write asks the bits.
      return entry.mode.map { $0 & 0o200 != 0 } ?? (entry.isModeOpen ? nil : true)
    }
    if let mode = entry.mode {
      if mode & 0o002 != 0 { return true }
      return mode & 0o020 != 0 ? nil : false
    }
    return entry.isModeOpen ? nil : false
  }
}
