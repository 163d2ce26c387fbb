import Archive
import Host
import Layers
import Source
import Streams

/// Files below a folder, reached name by name so that no link on the way is followed. Folders on the
/// way to the last path stay open.
final class FolderWay {
  let root: OpenFolder
  private var way: [(name: RawName, folder: OpenFolder)] = []

  init(_ path: String) throws(Failure) { root = try OpenFolder(path) }

  init(_ root: OpenFolder) { self.root = root }

  /// The folder at a path; nil where there is none.
  func folder(_ names: some Collection<RawName>) throws(Failure) -> OpenFolder? {
    var common = 0
    for name in names {
      guard common < way.count, way[common].name == name else { break }
      common += 1
    }
    way.removeSubrange(common...)
    for name in names.dropFirst(common) {
      guard let inner = try (way.last?.folder ?? root).folder(name) else { return nil }
      way.append((name, inner))
    }
    return way.last?.folder ?? root
  }

  /// What stands at a path; nil where nothing does.
  func status(_ path: LayerPath) throws(Failure) -> FileStatus? {
    guard let last = path.last else { return try root.status() }
    return try folder(path.names.dropLast())?.status(last)
  }

  /// A file that is open.
  func open(_ path: LayerPath) throws(Failure) -> OpenFile? {
    guard let last = path.last else { return nil }
    return try folder(path.names.dropLast())?.file(last)
  }
}

extension TreeFile {
  /// What a folder of this machine holds at a path.
  init(
    _ status: FileStatus, at path: LayerPath, in way: FolderWay, keepsOwners: Bool
  ) throws(Failure) {
    let kind: TarEntry.Kind =
      switch status.kind {
      case .file: .file
      case .folder: .folder
      case .link: .symbolicLink
      case .pipe: .pipe
      case .device: status.isBlockDevice ? .blockDevice : .characterDevice
      case .socket, .other: .other(UInt8(ascii: "s"))
      }
    entry = TarEntry(
      kind, "", mode: status.mode, owner: keepsOwners ? status.owner : 0,
      group: keepsOwners ? status.group : 0, size: kind == .file ? Int64(status.size) : 0,
      modified: TarEntry.Time(
        seconds: status.modified, nanoseconds: status.modifiedNanoseconds))
    if kind == .symbolicLink, let name = path.last {
      entry.mode = 0o777
      entry.link = RawPath(try way.folder(path.names.dropLast())?.linkTarget(name) ?? [])
    }
    if status.kind == .device { (entry.deviceMajor, entry.deviceMinor) = status.deviceParts }
    if kind != .folder, status.linkCount > 1 { identity = status.identity.text }
  }
}

/// The files below a folder that is open, as they are.
final class OpenTree: FileSource {
  private let way: FolderWay
  let label = "the image"

  init(_ folder: OpenFolder) { way = FolderWay(folder) }

  func file(_ path: LayerPath) throws(Failure) -> TreeFile? {
    guard let status = try way.status(path) else { return nil }
    return try TreeFile(status, at: path, in: way, keepsOwners: true)
  }

  func names(_ path: LayerPath) throws(Failure) -> [RawName] {
    try way.folder(path.names)?.names() ?? []
  }

  func open(_ path: LayerPath) throws(Failure) -> any ByteStream {
    guard let file = try way.open(path) else {
      throw Failure("cannot read `\(path)`", because: ["it is not there"])
    }
    return file
  }
}
