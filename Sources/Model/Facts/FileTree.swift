public import Source

/// The files of a stage, as far as they are known: what certainly is there,
/// what certainly is not, and everything else.
public struct FileTree: Sendable {
  /// The kind of a file.
  public enum Kind: Hashable, Sendable {
    case file
    case directory
    case link
    /// One of them.
    case unknown
  }

  /// The owner of a file.
  public enum Owner: Hashable, Sendable {
    /// Root, by name or by number.
    case root
    /// A user other than root, by the name or number used to set it.
    case user(String)
    /// Some user that is not known.
    case unknown

    /// Whether it is root; nil where that is not known.
    public var isRoot: Bool? {
      switch self {
      case .root: true
      case .user: false
      case .unknown: nil
      }
    }
  }

  /// What is known of one path.
  public struct Entry: Sendable {
    /// Whether it is there; nil where it may be.
    public internal(set) var exists: Bool?
    /// What it is.
    public internal(set) var kind: Kind
    /// Who owns it.
    public internal(set) var owner: Owner
    /// The permission bits where they were set by number.
    public internal(set) var mode: Int?
    /// Whether a command changed the permission bits in a way that leaves them open.
    public internal(set) var isModeOpen = false
    /// Who owns the files below it that are not known one by one.
    public internal(set) var contentOwner = Owner.unknown
    /// Who certainly owns at least one of them; nil where that is not known.
    public internal(set) var copiedOwner: Owner?
    /// Whether there may be files below it that are not known.
    public internal(set) var hasUnknownContent: Bool
    /// What put it there or changed it last; nil where the base did.
    public internal(set) var range: SourceRange?
    /// The step that did, as an index in the steps of the stage.
    public internal(set) var step: Int?
    /// What certainly set its mode or owner, where a command did so by name.
    public internal(set) var hardenedRange: SourceRange?
  }

  /// The paths of which something is known.
  public internal(set) var entries: [String: Entry] = [:]
  /// What is known of all others.
  var ground: Ground = .unknown
  /// Whether a command that is not understood may have made or changed files anywhere.
  public internal(set) var isTainted = false

  /// Whether packages were installed that may bring folders of their own.
  var hasForeignPackages = false
  /// Whether an owner was recorded since all were forgotten.
  var hasFreshOwners = false

  /// What holds of paths that no entry tells about.
  enum Ground: Sendable {
    /// Nothing exists.
    case empty
    /// An ordinary distribution: system folders with content that is not known, and nothing else at
    /// the top.
    case distribution
    /// Nothing is known.
    case unknown
  }

  /// The folders at the top of every ordinary distribution.
  static let systemFolders: Set<String> = [
    "afs", "bin", "bin.usr-is-merged", "boot", "dev", "etc", "home", "lib", "lib.usr-is-merged",
    "lib32", "lib64", "libx32", "media", "mnt", "opt", "proc", "root", "run", "sbin",
    "sbin.usr-is-merged", "srv", "sys", "tmp", "usr", "var",
  ]

  /// Those of them that are in every one.
  private static let certainFolders: Set<String> = [
    "bin", "dev", "etc", "home", "lib", "media", "mnt", "opt", "proc", "root", "run", "sbin", "srv",
    "sys", "tmp", "usr", "var",
  ]

  /// Folders that distributions make for others and leave empty.
  private static let emptyFolders: Set<String> = ["media", "mnt", "srv"]

  /// What is certain of a path, absolute and clean: the entry itself, or nil.
  public func entry(_ path: String) -> Entry? { entries[path] }

  /// Whether something is at a path; nil where that is not known.
  public func exists(_ path: String) -> Bool? {
    if path == "/" { return true }
    if let entry = entries[path] { return entry.exists }
    var ancestor = FilePaths.parent(path)
    while ancestor != "/" {
      if let entry = entries[ancestor] {
        if entry.exists == false { return false }
        if entry.kind == .file { return false }
        return entry.hasUnknownContent || isTainted || entry.exists == nil ? nil : false
      }
      ancestor = FilePaths.parent(ancestor)
    }
    if isTainted { return nil }
    switch ground {
    case .empty: return false
    case .unknown: return nil
    case .distribution:
      let top = FilePaths.top(path)
      if !Self.systemFolders.contains(top) { return false }
      if !hasForeignPackages, Self.emptyFolders.contains(top), FilePaths.parent(path) != "/" {
        return false
      }
      if Self.plainSystemFolders.contains(path) { return true }
      return FilePaths.parent(path) == "/" && Self.certainFolders.contains(top) ? true : nil
    }
  }

  /// Who owns a path: the entry's owner, or that of what the nearest known folder above it holds.
  public func owner(_ path: String) -> Owner {
    if path == "/" { return entries["/"]?.owner ?? .root }
    if let entry = entries[path] { return entry.owner }
    if isPlainSystemFolder(path) { return .root }
    var ancestor = FilePaths.parent(path)
    while ancestor != "/" {
      if let entry = entries[ancestor] {
        return entry.hasUnknownContent ? entry.contentOwner : .unknown
      }
      ancestor = FilePaths.parent(ancestor)
    }
    return .unknown
  }

  /// The folders that every ordinary distribution keeps as root's, with no write permission for
  /// others.
  private static let plainSystemFolders: Set<String> = [
    "/bin", "/boot", "/etc", "/home", "/lib", "/lib64", "/media", "/mnt", "/opt", "/root", "/sbin",
    "/srv", "/sys", "/usr", "/usr/bin", "/usr/include", "/usr/lib", "/usr/libexec", "/usr/local",
    "/usr/local/bin", "/usr/local/include", "/usr/local/lib", "/usr/local/sbin",
    "/usr/local/share", "/usr/sbin", "/usr/share", "/usr/src", "/var", "/var/cache", "/var/lib",
    "/var/log", "/var/spool",
  ]

  /// Whether a path is one of the system's own folders, certainly there and root's.
  func isPlainSystemFolder(_ path: String) -> Bool {
    guard case .distribution = ground else { return false }
    return Self.plainSystemFolders.contains(path)
  }

  /// Whether a folder of the system holds nothing but what the distribution put there.
  func isUntouchedSystemFolder(_ path: String) -> Bool {
    isPlainSystemFolder(path) && entries[path] == nil && !isTainted && !hasForeignPackages
  }

  /// Whether a path is known without an entry: a folder of every ordinary distribution.
  func isSystemsOwn(_ path: String) -> Bool {
    guard case .distribution = ground else { return false }
    return Self.plainSystemFolders.contains(path)
      || FilePaths.parent(path) == "/" && Self.certainFolders.contains(FilePaths.top(path))
  }

  /// Whether a path lies where only root can write on an ordinary system.
  public func isSystemPath(_ path: String) -> Bool {
    let top = FilePaths.top(path)
    if path == "/" { return true }
    if top == "tmp" || top == "home" || top == "proc" || top == "dev" || top == "run" {
      return false
    }
    if path.hasPrefix("/var/tmp") || path.hasPrefix("/var/lock") { return false }
    return Self.systemFolders.contains(top)
  }

  /// The known paths below a folder, sorted.
  public func known(below folder: String) -> [String] {
    let prefix = folder == "/" ? "/" : folder + "/"
    return entries.keys.filter { $0.hasPrefix(prefix) }.sorted()
  }
}
