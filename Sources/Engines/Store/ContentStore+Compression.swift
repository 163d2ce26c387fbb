import Archive
import Documents
import Host
public import OCI
public import Source
public import Streams

extension ContentStore {
  /// The same image with its layers compressed in one way, which has another manifest and the same
  /// settings; layers that are so already stay as they are.
  ///
  /// What was compressed once is found again, and the same bytes come out anyway.
  /// - Parameters:
  ///   - root: The manifest or index; of an index, the images that are stored.
  ///   - compression: How layers are to be compressed.
  ///   - onlyPlain: Whether layers that are compressed otherwise stay as they are.
  ///   - threads: How many layers are compressed at once.
  /// - Throws: `Failure` when a blob is missing or altered, or cannot be written.
  public func recompressed(
    _ root: Descriptor, _ compression: Compression, onlyPlain: Bool, threads: Int
  ) throws(Failure) -> Descriptor {
    switch try document(root) {
    case .index(let index):
      var entries: [Descriptor] = []
      var isChanged = false
      for entry in index.manifests {
        guard contains(entry) else {
          entries.append(entry)
          continue
        }
        let made = try recompressed(entry, compression, onlyPlain: onlyPlain, threads: threads)
        isChanged = isChanged || made.digest != entry.digest
        let moved = Descriptor(
          mediaType: made.mediaType, digest: made.digest, size: made.size,
          platform: entry.platform, annotations: entry.annotations, artifactType: entry.artifactType
        )
        entries.append(made.digest == entry.digest ? entry : moved)
      }
      if !isChanged { return root }
      let made = ImageIndex(
        manifests: entries, annotations: index.annotations, mediaType: index.mediaType)
      return try put(made.bytes, made.mediaType)
    case .manifest(let manifest):
      guard manifest.isImage else { return root }
      let isWanted = { @Sendable (layer: Descriptor) -> Bool in
        layer.mediaType.compression != compression
          && (!onlyPlain || layer.mediaType.compression == Compression.none)
      }
      if !manifest.layers.contains(where: isWanted) { return root }
      let results = Parallel.map(manifest.layers, threads: threads) {
        layer -> Result<Descriptor, Failure> in
        if !isWanted(layer) { return .success(layer) }
        do throws(Failure) {
          return .success(try self.recompressed(layer, compression))
        } catch {
          return .failure(error)
        }
      }
      var layers: [Descriptor] = []
      for result in results { layers.append(try result.get()) }
      let made = manifest.replacingLayers(layers)
      return try put(made.bytes, made.mediaType)
    }
  }

  private func recompressed(
    _ layer: Descriptor, _ compression: Compression
  ) throws(Failure) -> Descriptor {
    let type: MediaType = .layer(compression)
    let note = path("derived/\(layer.digest.hex).\(compression.rawValue).json")
    if let bytes = try? Files.read(note, limit: 4096),
      let json = try? JSON(reading: bytes, name: note),
      let known = try? Descriptor(json, note), contains(known)
    {
      return known
    }
    let what = "the layer \(layer.digest)"
    let writer = try writer()
    let compressor = try Compressor(into: writer, compression)
    try Decompressor(try open(layer), what: what).copy(to: compressor)
    try compressor.finish()
    let (digest, size) = try writer.commit()
    let made = Descriptor(mediaType: type, digest: digest, size: size)
    try Files.makeFolder(path("derived"))
    try Files.write(made.json.bytes(), to: note)
    return made
  }
}
