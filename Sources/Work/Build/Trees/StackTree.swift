import Archive
import Host
import Layers
import Source
import Streams

/// One layer of files, as a stack asks it.
protocol StackLayer: AnyObject {
  /// What the layer says of a path whose folder it has.
  func probe(_ path: LayerPath) throws(Failure) -> StackProbe
  /// The names that the layer has in a folder that it has; those that it hides too.
  func names(_ path: LayerPath) throws(Failure) -> [RawName]
  /// The content of a file that it has.
  func open(_ path: LayerPath) throws(Failure) -> any ByteStream
}

/// What a layer says of a path.
enum StackProbe {
  /// Nothing.
  case absent
  /// That nothing of the layers below is to be seen there.
  case hidden
  /// That this stands there; an opaque folder hides what lower layers have in it.
  case file(TreeFile, isOpaque: Bool)
}

/// The files of layers, each on top of those below.
final class StackTree: FileSource {
  /// The layers, the highest first.
  private let layers: [any StackLayer]
  let label: String
  private var known: [LayerPath: [Int]] = [:]

  init(_ layers: [any StackLayer], label: String) {
    self.layers = layers
    self.label = label
    known[.root] = Array(layers.indices)
  }

  func file(_ path: LayerPath) throws(Failure) -> TreeFile? {
    if path.names.isEmpty {
      for layer in layers {
        if case .file(let file, _) = try layer.probe(path) { return file }
      }
      return TreeFile(entry: TarEntry(.folder, "", mode: 0o755), identity: nil)
    }
    return try look(path).file
  }

  func names(_ path: LayerPath) throws(Failure) -> [RawName] {
    var found: Set<RawName> = []
    var hidden: Set<RawName> = []
    for index in try folders(path) {
      for name in try layers[index].names(path)
      where !found.contains(name) && !hidden.contains(name) {
        switch try layers[index].probe(path.appending(name)) {
        case .absent: break
        case .hidden: hidden.insert(name)
        case .file: found.insert(name)
        }
      }
    }
    return found.sorted()
  }

  func open(_ path: LayerPath) throws(Failure) -> any ByteStream {
    let (file, index) = try look(path)
    guard file != nil, let index else {
      throw Failure("cannot read `\(path)` of \(label)", because: ["it is not there"])
    }
    return try layers[index].open(path)
  }

  private func look(_ path: LayerPath) throws(Failure) -> (file: TreeFile?, layer: Int?) {
    for index in try folders(path.parent) {
      switch try layers[index].probe(path) {
      case .absent: continue
      case .hidden: return (nil, nil)
      case .file(let file, _): return (file, index)
      }
    }
    return (nil, nil)
  }

  /// The layers whose folder at a path is to be seen; none where no folder is.
  private func folders(_ path: LayerPath) throws(Failure) -> [Int] {
    if let known = known[path] { return known }
    var result: [Int] = []
    for index in try folders(path.parent) {
      let probe = try layers[index].probe(path)
      if case .absent = probe { continue }
      guard case .file(let file, let isOpaque) = probe, file.isFolder else { break }
      result.append(index)
      if isOpaque { break }
    }
    known[path] = result
    return result
  }
}

/// A layer that lies unpacked in a folder, with the marks of overlay file systems.
final class FolderLayer: StackLayer {
  private let way: FolderWay

  init(_ path: String) throws(Failure) { way = try FolderWay(path) }

  func probe(_ path: LayerPath) throws(Failure) -> StackProbe {
    guard let status = try way.status(path) else { return .absent }
    if status.kind == .device, !status.isBlockDevice, status.device == 0 { return .hidden }
    var file = try TreeFile(status, at: path, in: way, keepsOwners: true)
    var isOpaque = false
    switch status.kind {
    case .folder:
      let attributes = try way.folder(path.names)?.itself.attributes() ?? []
      isOpaque = attributes.contains { Self.opaqueMarks.contains($0.name) && $0.value == [0x79] }
      file.entry.attributes = Self.kept(attributes)
    case .file:
      let attributes = try way.open(path)?.attributes() ?? []
      if attributes.contains(where: { Self.whiteoutMarks.contains($0.name) }) { return .hidden }
      file.entry.attributes = Self.kept(attributes)
    default: break
    }
    return .file(file, isOpaque: isOpaque)
  }

  func names(_ path: LayerPath) throws(Failure) -> [RawName] {
    try way.folder(path.names)?.names() ?? []
  }

  func open(_ path: LayerPath) throws(Failure) -> any ByteStream {
    guard let file = try way.open(path) else {
      throw Failure("cannot read `\(path)` of a layer", because: ["it was removed meanwhile"])
    }
    return file
  }

  private static let opaqueMarks: Set<String> = ["trusted.overlay.opaque", "user.overlay.opaque"]
  private static let whiteoutMarks: Set<String> = [
    "trusted.overlay.whiteout", "user.overlay.whiteout",
  ]

  private static func kept(_ attributes: [(name: String, value: [UInt8])]) -> [TarEntry.Record] {
    attributes.filter {
      $0.name == "security.capability"
        || $0.name.hasPrefix("user.") && !$0.name.hasPrefix("user.overlay.")
    }.map { TarEntry.Record($0.name, $0.value) }
  }
}

/// The files of stored layers, read from their archives.
final class ArchiveLayers: StackLayer {
  private let tree: FileTree
  private let blobs: [LayerBlob]

  init(_ blobs: [LayerBlob]) throws(Failure) {
    self.blobs = blobs
    tree = try FileTree(reading: blobs)
  }

  func probe(_ path: LayerPath) throws(Failure) -> StackProbe {
    guard let place = tree.place(of: path) else { return .absent }
    let file = tree[place]
    var entry = file.tarEntry(path)
    entry.path = ""
    let identity = file.nameCount > 1 && file.kind != .folder ? "\(tree.fileNumber(place))" : nil
    return .file(TreeFile(entry: entry, identity: identity), isOpaque: false)
  }

  func names(_ path: LayerPath) throws(Failure) -> [RawName] {
    guard let place = tree.place(of: path) else { return [] }
    return tree.children(of: place).map(\.name)
  }

  func open(_ path: LayerPath) throws(Failure) -> any ByteStream {
    guard let place = tree.place(of: path) else {
      throw Failure("cannot read `\(path)` of an image", because: ["it is not there"])
    }
    return try tree.content(of: tree[place], in: blobs)
  }
}
