import Analysis
import Archive
import Layers
import OCI
import Source
import Streams

/// An image of a few files, made in memory.
enum TestImage {
  struct Item {
    var entry: TarEntry
    var content: [UInt8] = []
  }

  static func file(
    _ path: RawPath, _ content: [UInt8], mode: UInt32 = 0o644, owner: UInt32 = 0
  ) -> Item {
    Item(
      entry: TarEntry(.file, path, mode: mode, owner: owner, size: Int64(content.count)),
      content: content)
  }

  static func file(_ path: RawPath, _ text: String, mode: UInt32 = 0o644) -> Item {
    file(path, Array(text.utf8), mode: mode)
  }

  static func file(_ path: RawPath, size: Int, seed: UInt8 = 1, mode: UInt32 = 0o644) -> Item {
    file(path, [UInt8](repeating: seed, count: size), mode: mode)
  }

  static func link(_ path: RawPath, _ target: RawPath) -> Item {
    Item(entry: TarEntry(.symbolicLink, path, link: target, mode: 0o777))
  }

  static func hard(_ path: RawPath, _ target: RawPath) -> Item {
    Item(entry: TarEntry(.hardLink, path, link: target))
  }

  static func folder(_ path: RawPath, mode: UInt32 = 0o755) -> Item {
    Item(entry: TarEntry(.folder, path, mode: mode))
  }

  static func gone(_ path: String) -> Item {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    return file(RawPath(path[..<slash] + ".wh." + path[slash...]), "")
  }

  static func image(
    _ layers: [[Item]], _ runtime: RuntimeConfig = RuntimeConfig(),
    platform: Platform = Platform(os: "linux", architecture: "amd64"),
    history: [ImageConfig.History]? = nil
  ) throws(Failure) -> AnalyzedImage {
    var blobs: [LayerBlob] = []
    var diffIDs: [Digest] = []
    for items in layers {
      let sink = BytesCollected()
      let writer = try LayerWriter(into: sink)
      for item in items {
        try writer.archive.add(item.entry)
        try writer.archive.write(item.content[...])
      }
      let result = try writer.finish()
      let bytes = sink.bytes
      blobs.append(LayerBlob(result.descriptor, diffID: result.diffID) { BytesInMemory(bytes) })
      diffIDs.append(result.diffID)
    }
    let steps =
      history
      ?? layers.indices.map {
        ImageConfig.History(
          created: nil, createdBy: "/bin/sh -c step \($0)", isEmptyLayer: false)
      }
    let config = ImageConfig(
      platform: platform, runtime: runtime, diffIDs: diffIDs, history: steps)
    let manifest = Manifest(
      config: Descriptor(of: config.bytes, .config), layers: blobs.map(\.descriptor))
    return AnalyzedImage(name: "test", manifest: manifest, config: config, layers: blobs)
  }

  static func analysis(
    _ layers: [[Item]], _ change: (inout RuntimeConfig) -> Void = { _ in }
  ) throws(Failure) -> ImageAnalysis {
    var runtime = RuntimeConfig()
    change(&runtime)
    return try ImageAnalysis(of: try image(layers, runtime))
  }
}
