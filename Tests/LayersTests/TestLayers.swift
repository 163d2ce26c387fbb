import Archive
import Host
import Layers
import OCI
import Source
import Streams

/// Layers of a few entries, and what came of them.
enum TestLayers {
  /// A file with its content as text, or another entry.
  struct Item {
    var entry: TarEntry
    var content: [UInt8] = []
  }

  static func file(_ path: RawPath, _ content: String = "", mode: UInt32 = 0o644) -> Item {
    let bytes = Array(content.utf8)
    return Item(
      entry: TarEntry(.file, path, mode: mode, size: Int64(bytes.count)), content: bytes)
  }

  static func folder(_ path: RawPath, mode: UInt32 = 0o755) -> Item {
    Item(entry: TarEntry(.folder, path, mode: mode))
  }

  static func link(_ path: RawPath, _ target: RawPath) -> Item {
    Item(entry: TarEntry(.symbolicLink, path, link: target, mode: 0o777))
  }

  static func hard(_ path: RawPath, _ target: RawPath) -> Item {
    Item(entry: TarEntry(.hardLink, path, link: target))
  }

  static func other(_ kind: TarEntry.Kind, _ path: RawPath) -> Item {
    var entry = TarEntry(kind, path)
    if kind == .characterDevice || kind == .blockDevice {
      entry.deviceMajor = 1
      entry.deviceMinor = 3
    }
    return Item(entry: entry)
  }

  static func layer(
    _ items: [Item], _ compression: Compression = .gzip
  ) throws(Failure) -> (blob: LayerBlob, bytes: [UInt8]) {
    let sink = BytesCollected()
    let writer = try LayerWriter(into: sink, compression)
    for item in items {
      try writer.archive.add(item.entry)
      try writer.archive.write(item.content[...])
    }
    let result = try writer.finish()
    let bytes = sink.bytes
    let blob = LayerBlob(result.descriptor, diffID: result.diffID) { BytesInMemory(bytes) }
    return (blob, bytes)
  }

  static func layers(_ layers: [[Item]]) throws(Failure) -> [LayerBlob] {
    var blobs: [LayerBlob] = []
    for items in layers { blobs.append(try layer(items).blob) }
    return blobs
  }

  /// Each path of a tree on a line, with the start of the content digest and of links.
  static func listing(_ tree: FileTree) -> [String] {
    var lines: [String] = []
    tree.forEach { path, file in
      switch file.kind {
      case .folder: lines.append("\(path)/")
      case .symbolicLink: lines.append("\(path) -> \(file.link)")
      case .file: lines.append("\(path) \(file.content.map { String($0.hex.prefix(8)) } ?? "")")
      default: lines.append("\(path) \(file.kind.rawValue)")
      }
    }
    return lines
  }

  /// The same of a folder on the disk, read as a layer.
  static func listing(ofFolder path: String) throws(Failure) -> [String] {
    listing(try FileTree(reading: [try packed(path)], hashing: true))
  }

  static func packed(_ path: String) throws(Failure) -> LayerBlob {
    let sink = BytesCollected()
    let writer = try LayerWriter(into: sink, .none)
    try ArchiveInput().write(OpenFolder(path), to: writer.archive)
    let result = try writer.finish()
    let bytes = sink.bytes
    return LayerBlob(result.descriptor, diffID: result.diffID) { BytesInMemory(bytes) }
  }

  /// Options that a test can use whoever runs it.
  static var options: UnpackOptions {
    var options = UnpackOptions()
    options.keepsOwners = System.isSuperuser
    return options
  }
}
