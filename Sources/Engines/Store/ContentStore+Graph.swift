public import OCI
public import Source

extension ContentStore {
  /// What a manifest or index of the store says.
  /// - Throws: `Failure` when it is not stored, altered, or none.
  public func document(
    _ descriptor: Descriptor, isUse: Bool = true
  ) throws(Failure) -> ManifestDocument {
    let bytes = try read(descriptor, limit: ManifestDocument.maximumBytes, isUse: isUse)
    return try ManifestDocument(
      bytes, told: descriptor.mediaType, algorithm: descriptor.digest.algorithm)
  }

  /// What a manifest or index of the store says, by its digest alone.
  public func document(_ digest: Digest) throws(Failure) -> ManifestDocument {
    guard let size = size(of: digest) else { throw missing(digest) }
    return try document(Descriptor(mediaType: MediaType(""), digest: digest, size: size))
  }

  /// The blobs that an image needs, itself first, each once.
  struct Reach {
    /// Blobs that are stored.
    var present: [Digest: Int64] = [:]
    /// Blobs that are named and not stored.
    var missing: Set<Digest> = []
  }

  /// Notes a document and all it leads to. Nothing is thrown: what cannot be read leads nowhere.
  func walk(from descriptor: Descriptor, _ reach: inout Reach, depth: Int = 0) {
    if reach.present[descriptor.digest] != nil || reach.missing.contains(descriptor.digest) {
      return
    }
    guard let size = size(of: descriptor.digest) else {
      reach.missing.insert(descriptor.digest)
      return
    }
    reach.present[descriptor.digest] = size
    let type = descriptor.mediaType
    // Indexes may hold indexes; nobody nests them deeper than this.
    guard depth < 8, size <= Int64(ManifestDocument.maximumBytes),
      type.isManifest || type.isIndex || type.rawValue.isEmpty,
      let document = try? document(descriptor, isUse: false)
    else { return }
    let next: [Descriptor] =
      switch document {
      case .manifest(let manifest): [manifest.config] + manifest.layers
      case .index(let index): index.manifests
      }
    // What is said of an image stays with it.
    let said = referrers(of: descriptor.digest)
    for descriptor in next + said { walk(from: descriptor, &reach, depth: depth + 1) }
  }
}
