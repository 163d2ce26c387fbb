import Documents
import Host
public import OCI
public import Source

extension ContentStore {
  /// Stores an artifact that says something of an image, such as where it came from. It stays as long as
  /// the image does; an artifact that said the same kind of thing gives way to it. Nobody waits for the
  /// disk: after a power cut an image may have lost what was said of it.
  ///
  /// Which artifacts there are is kept below `referrers/`, in a folder with the digest of the image.
  /// - Parameter manifest: The manifest of the artifact, with a subject; its blobs must be stored.
  /// - Returns: Its descriptor.
  /// - Throws: `Failure` when it cannot be written.
  @discardableResult
  public func putReferrer(_ manifest: Manifest) throws(Failure) -> Descriptor {
    let descriptor = try put(manifest.bytes, manifest.mediaType, isDurable: false)
    guard let subject = manifest.subject else { return descriptor }
    let full = Descriptor(
      mediaType: descriptor.mediaType, digest: descriptor.digest, size: descriptor.size,
      annotations: manifest.annotations, artifactType: manifest.artifactType)
    let folder = path("referrers/\(subject.digest.hex)")
    try Files.makeFolder(folder)
    let kind = Digest(of: Array((manifest.artifactType ?? "").utf8)).hex.prefix(16)
    try Files.writeQuickly(full.json.bytes(), to: Paths.join(folder, "\(kind).json"))
    return full
  }

  /// Forgets what was said of images that the store has no more.
  /// - Throws: `Failure` when the folder cannot be read or a file cannot be removed.
  func removeLooseReferrers() throws(Failure) {
    guard Files.isFolder(path("referrers")) else { return }
    for entry in try Files.list(path("referrers"), limit: .max) where entry.kind == .folder {
      let isThere = Digest.Algorithm.allCases.contains {
        Files.exists(path("blobs/\($0.rawValue)/\(entry.name)"))
      }
      guard !isThere, let name = RawName(Array(entry.name.utf8)) else { continue }
      try OpenFolder(path("referrers")).remove(name)
    }
  }

  /// The artifacts that say something of an image, of those that are stored.
  /// - Parameter digest: That of the manifest or index of the image.
  public func referrers(of digest: Digest) -> [Descriptor] {
    let folder = path("referrers/\(digest.hex)")
    guard let entries = try? Files.list(folder, limit: 1000) else { return [] }
    var found: [Descriptor] = []
    for entry in entries.sorted(by: { $0.name < $1.name }) where entry.name.hasSuffix(".json") {
      let file = Paths.join(folder, entry.name)
      guard let bytes = try? Files.read(file, limit: 1 << 16),
        let json = try? JSON(reading: bytes, name: file),
        let descriptor = try? Descriptor(json, file), contains(descriptor)
      else { continue }
      found.append(descriptor)
    }
    return found
  }
}
