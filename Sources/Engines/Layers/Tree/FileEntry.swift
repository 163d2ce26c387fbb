public import Archive

/// A file of an image: what is known of it, and which layer it is from.
public struct FileEntry: Hashable, Sendable {
  /// The kinds of files.
  public enum Kind: String, Hashable, Sendable {
    case file
    case folder
    case symbolicLink = "symbolic-link"
    case characterDevice = "character-device"
    case blockDevice = "block-device"
    case pipe
  }

  /// The kind.
  public var kind: Kind
  /// The permission bits, 0 to 0o7777.
  public var mode: UInt32
  /// The numbers of the owner and the group.
  public var owner, group: UInt32
  /// The length of the content in bytes.
  public var size: Int64
  /// When the content was last changed.
  public var modified: TarEntry.Time
  /// What a symbolic link leads to; empty for all else.
  public var link: RawPath
  /// The numbers of a device; 0 for all else.
  public var deviceMajor, deviceMinor: UInt32
  /// The extended attributes.
  public var attributes: [TarEntry.Record]
  /// The digest of the content of a file, where the image was read with digests.
  public var content: ContentHash?
  /// The layer that it is from, 0 for the lowest, and the entry of its archive.
  public var layer, ordinal: Int
  /// How many paths lead to it: more than 1 where there are hard links.
  public var nameCount = 1
  /// Whether no layer has an entry for this folder, only for what is in it.
  public var isImplied = false

  /// A folder that no layer tells of.
  static func impliedFolder(layer: Int) -> FileEntry {
    var entry = FileEntry(TarEntry(.folder, "/", mode: 0o755), layer: layer, ordinal: -1)
    entry.isImplied = true
    return entry
  }

  /// What an entry of a layer says; a hard link is no file by itself and shows as an empty one.
  public init(_ entry: TarEntry, layer: Int, ordinal: Int, content: ContentHash? = nil) {
    kind =
      switch entry.kind {
      case .file, .hardLink, .other: .file
      case .folder: .folder
      case .symbolicLink: .symbolicLink
      case .characterDevice: .characterDevice
      case .blockDevice: .blockDevice
      case .pipe: .pipe
      }
    mode = entry.mode
    owner = entry.owner
    group = entry.group
    size = entry.size
    modified = entry.modified
    link = entry.kind == .symbolicLink ? entry.link : ""
    deviceMajor = entry.deviceMajor
    deviceMinor = entry.deviceMinor
    attributes = entry.attributes
    self.content = content
    self.layer = layer
    self.ordinal = ordinal
  }

  /// The entry of an archive for this file at a path.
  public func tarEntry(_ path: LayerPath) -> TarEntry {
    let tarKind: TarEntry.Kind =
      switch kind {
      case .file: .file
      case .folder: .folder
      case .symbolicLink: .symbolicLink
      case .characterDevice: .characterDevice
      case .blockDevice: .blockDevice
      case .pipe: .pipe
      }
    var entry = TarEntry(
      tarKind, path.raw, link: link, mode: mode, owner: owner, group: group, size: size,
      modified: modified, attributes: attributes)
    entry.deviceMajor = deviceMajor
    entry.deviceMinor = deviceMinor
    return entry
  }
}
