import Archive
import Documents
public import OCI
public import Source
public import Streams

/// Images of a store on their way into a tar archive.
public struct ArchiveWriting: Sendable {
  /// An image and the names that the archive gives it.
  public struct Item: Sendable {
    /// The manifest or index.
    public let descriptor: Descriptor
    /// The names, in full with a tag.
    public let names: [ImageReference]

    /// An image and its names.
    public init(_ descriptor: Descriptor, names: [ImageReference]) {
      self.descriptor = descriptor
      self.names = names
    }
  }

  private let store: ContentStore

  /// Writes images of a store; the caller holds a lease of it.
  public init(from store: ContentStore) { self.store = store }

  /// Writes an image layout of OCI as an archive. The same images make the same bytes.
  /// - Parameters:
  ///   - root: The manifest or index.
  ///   - name: The name in the index; nil for none.
  ///   - sink: Where the archive goes.
  /// - Throws: `Failure` when a blob is missing or altered, or the sink fails.
  public func writeLayout(
    _ root: Descriptor, name: String?, to sink: any ByteSink, observe: TransferObserver = { _ in }
  ) throws(Failure) {
    let archive = TarWriter(into: sink)
    try archive.add(TarEntry(.file, "oci-layout"), bytes: ImageLayout.marker)
    try archive.add(
      TarEntry(.file, "index.json"),
      bytes: ImageIndex(manifests: [ImageLayout.entry(root, name: name)]).bytes)
    try writeBlobs(try store.blobs(of: root), archive, observe)
    try archive.finish()
  }

  private func writeBlobs(
    _ blobs: [Descriptor], _ archive: TarWriter, _ observe: TransferObserver
  ) throws(Failure) {
    observe(.planned(blobs))
    try archive.add(TarEntry(.folder, "blobs", mode: 0o755))
    for algorithm in Set(blobs.map(\.digest.algorithm)).sorted(by: { $0.rawValue < $1.rawValue }) {
      let folder = "blobs/\(algorithm.rawValue)"
      try archive.add(TarEntry(.folder, RawPath(folder), mode: 0o755))
      for blob in blobs.filter({ $0.digest.algorithm == algorithm }).sorted(by: {
        $0.digest < $1.digest
      }) {
        let entry = TarEntry(.file, RawPath("\(folder)/\(blob.digest.hex)"), size: blob.size)
        try archive.add(entry, try store.open(blob))
        observe(.finished(blob))
      }
    }
  }

  /// Writes images in the form of `docker save`, which Docker and Podman load: layers are not
  /// compressed, and each is there once.
  /// - Parameters:
  ///   - items: The images; an index counts as the image for `platform`.
  ///   - sink: Where the archive goes.
  /// - Throws: `Failure` when a blob is missing or altered, an image is none, or the sink fails.
  public func writeDocker(
    _ items: [Item], _ platform: Platform, to sink: any ByteSink,
    observe: TransferObserver = { _ in }
  ) throws(Failure) {
    let archive = TarWriter(into: sink)
    var written: Set<String> = []
    var list: [JSON] = []
    for item in items {
      let image = try store.image(item.descriptor, platform)
      var layers: [JSON] = []
      observe(.planned(image.manifest.layers))
      for (layer, diffID) in zip(image.manifest.layers, image.config.diffIDs) {
        let path = "\(diffID.hex).tar"
        layers.append(.string(path))
        if written.insert(path).inserted { try write(layer, diffID, path, archive) }
        observe(.finished(layer))
      }
      let config = "\(image.manifest.config.digest.hex).json"
      if written.insert(config).inserted {
        try archive.add(TarEntry(.file, RawPath(config)), bytes: image.config.bytes)
      }
      list.append([
        "Config": .string(config),
        "RepoTags": item.names.isEmpty ? .null : .array(item.names.map { .string($0.familiar) }),
        "Layers": .array(layers),
      ])
    }
    try archive.add(TarEntry(.file, "manifest.json"), bytes: JSON.array(list).bytes())
    try archive.finish()
  }

  /// The size stands before the content, so a compressed layer is read twice.
  private func write(
    _ layer: Descriptor, _ diffID: Digest, _ path: String, _ archive: TarWriter
  ) throws(Failure) {
    let what = "the layer \(layer.digest)"
    var size = layer.size
    if layer.mediaType.compression != Compression.none {
      size = try Decompressor(try store.open(layer), what: what).drain()
    }
    let plain = try Decompressor(try store.open(layer), what: what)
    let checked = VerifiedStream(
      plain, digest: diffID, size: size, what: what + " without compression")
    try archive.add(TarEntry(.file, RawPath(path), size: size), checked)
  }
}
