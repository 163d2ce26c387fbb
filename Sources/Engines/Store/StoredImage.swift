public import OCI
public import Source
public import Streams

/// An image of one platform that a store has.
public struct StoredImage: Sendable {
  /// Where it is.
  public let store: ContentStore
  /// What names it: the index it is of, or its manifest.
  public let root: Descriptor
  /// Its manifest.
  public let manifest: Manifest
  /// Its settings.
  public let config: ImageConfig

  /// The bytes of a layer as they are stored, checked as they are read.
  /// - Parameter index: The layer, the lowest being 0.
  public func layer(_ index: Int) throws(Failure) -> any ByteStream {
    try store.open(manifest.layers[index])
  }
}

extension ContentStore {
  /// The image that a manifest names, or an index for a platform.
  /// - Throws: `Failure` when it is not stored, altered, or no image.
  public func image(_ root: Descriptor, _ platform: Platform) throws(Failure) -> StoredImage {
    var descriptor = root
    for _ in 0..<5 {
      switch try document(descriptor) {
      case .index(let index):
        descriptor = try index.require(platform)
        if !contains(descriptor) {
          throw Failure(
            "cannot read the image for \(platform)",
            because: ["the store has \(root.digest.short) for other platforms only"],
            hint: "pull it with `--platform \(platform)`")
        }
      case .manifest(let manifest):
        return StoredImage(
          store: self, root: root, manifest: manifest, config: try config(of: manifest))
      }
    }
    throw Failure(
      "cannot read the image \(root.digest.short)", because: ["its indexes lead nowhere"])
  }

  private func config(of manifest: Manifest) throws(Failure) -> ImageConfig {
    let what = "cannot read \(manifest.digest.short) as an image"
    guard manifest.isImage else {
      let kind = manifest.artifactType ?? manifest.config.mediaType.rawValue
      throw Failure(
        what, because: ["it is an artifact of the type `\(kind)`"], hint: "name an image")
    }
    let config = try ImageConfig(try read(manifest.config, limit: ImageConfig.maximumBytes))
    if config.diffIDs.count != manifest.layers.count {
      throw Failure(
        what,
        because: [
          "it has \(manifest.layers.count) layers, and its configuration names \(config.diffIDs.count)"
        ], hint: "get it again from a source that you trust")
    }
    return config
  }
}
