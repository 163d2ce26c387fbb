/// A COPY or ADD with paths as they are.
public struct CopyOperation: Hashable, Sendable {
  /// One source.
  public enum Source: Hashable, Sendable {
    /// A path or pattern, as it is written.
    case path(String)
    /// A file from the web, and the name that it gets in a folder.
    case web(String, name: String)
    /// A repository.
    case git(GitReference)
    /// A file whose content stands in the Dockerfile.
    case inline(name: String, [UInt8])
  }

  /// Whether it is an ADD.
  public var isAdd: Bool
  /// Where paths lead.
  public var origin: FileOrigin
  /// The sources in order.
  public var sources: [Source]
  /// The absolute path that they go to, with a slash at its end where it must be a folder.
  public var destination: String
  /// `--chown`.
  public var owner: String?
  /// `--chmod`.
  public var mode: ModeChange?
  /// The patterns of `--exclude`.
  public var excludes: [String]
  /// Whether the layer stands for itself, whatever is below it.
  public var isLinked: Bool
  /// Whether the folders above a source are kept.
  public var keepsParents: Bool
  /// `--checksum`.
  public var checksum: String?
  /// Whether archives are unpacked: of a path, and of the web.
  public var unpacksPaths, unpacksWeb: Bool

  /// A copy of all that a path of an origin comes to, into the root.
  public init(all path: String, of origin: FileOrigin) {
    isAdd = false
    self.origin = origin
    sources = [.path(path)]
    destination = "/"
    owner = nil
    mode = nil
    excludes = []
    isLinked = true
    keepsParents = false
    checksum = nil
    unpacksPaths = false
    unpacksWeb = false
  }

  init(
    isAdd: Bool, origin: FileOrigin, sources: [Source], destination: String, owner: String?,
    mode: ModeChange?, excludes: [String], isLinked: Bool, keepsParents: Bool, checksum: String?,
    unpacksPaths: Bool, unpacksWeb: Bool
  ) {
    self.isAdd = isAdd
    self.origin = origin
    self.sources = sources
    self.destination = destination
    self.owner = owner
    self.mode = mode
    self.excludes = excludes
    self.isLinked = isLinked
    self.keepsParents = keepsParents
    self.checksum = checksum
    self.unpacksPaths = unpacksPaths
    self.unpacksWeb = unpacksWeb
  }
}
