import Documents
import Host
public import OCI
public import Source
import Streams

extension ImageLayout {
  /// Adds an image of a store to the folder, which is made where it is not there.
  ///
  /// Blobs that the folder has stay. The index is replaced as a whole after all blobs are there, so
  /// whoever reads the folder meanwhile finds whole images.
  /// - Parameters:
  ///   - root: The manifest or index.
  ///   - store: Where it is.
  ///   - name: The name in the index, which another image loses; nil for none.
  ///   - removesOthers: Whether blobs go that no image of the index needs any more.
  ///   - observe: Is told how it goes.
  /// - Throws: `Failure` when the store lacks a blob or the folder cannot be written.
  public func add(
    _ root: Descriptor, from store: ContentStore, name: String?, removesOthers: Bool = false,
    observe: TransferObserver = { _ in }
  ) throws(Failure) {
    if Files.isFolder(folder), !Files.isFile(Paths.join(folder, "oci-layout")),
      try !Files.list(folder).isEmpty
    {
      throw Failure(
        "cannot write the image layout `\(folder)`",
        because: ["the folder holds other files and is no layout"],
        hint: "name a new or empty folder")
    }
    let blobs = try store.blobs(of: root)
    for algorithm in Set(blobs.map(\.digest.algorithm)) {
      try Files.makeFolder(Paths.join(folder, "blobs/\(algorithm.rawValue)"))
    }
    let lock = try FileLock.wait(folder, .exclusive)
    defer { withExtendedLifetime(lock) {} }
    observe(.planned(blobs))
    for blob in blobs {
      let target = path(of: blob.digest)
      if let status = Files.statusOfLink(target), status.kind == .file,
        Int64(status.size) == blob.size
      {
        observe(.present(blob))
        continue
      }
      let random = Files.freshName
      let file = try WritableFile.create("\(target).\(random).tmp", isTemporary: true)
      try store.open(blob).copy(to: file)
      try file.synchronize()
      try file.move(to: target, mode: 0o644)
      observe(.finished(blob))
    }
    try setIndex(adding: root, name: name)
    if removesOthers { try removeLooseBlobs() }
  }

  /// Removes the blobs that nothing in the index leads to; nothing where that cannot be told.
  private func removeLooseBlobs() throws(Failure) {
    var kept: Set<Digest> = []
    var next = try index().manifests
    while let descriptor = next.popLast() {
      guard kept.insert(descriptor.digest).inserted,
        descriptor.mediaType.isManifest || descriptor.mediaType.isIndex
      else { continue }
      guard let bytes = try? document(descriptor),
        let document = try? ManifestDocument(bytes, told: descriptor.mediaType)
      else { return }
      switch document {
      case .manifest(let manifest): next += [manifest.config] + manifest.layers
      case .index(let index): next += index.manifests
      }
    }
    for algorithm in Digest.Algorithm.allCases {
      let blobs = Paths.join(folder, "blobs/\(algorithm.rawValue)")
      guard Files.isFolder(blobs) else { continue }
      for entry in try Files.list(blobs, limit: .max) where entry.kind == .file {
        if let digest = Digest("\(algorithm.rawValue):\(entry.name)"), !kept.contains(digest) {
          try Files.remove(Paths.join(blobs, entry.name))
        }
      }
    }
  }

  private func setIndex(adding root: Descriptor, name: String?) throws(Failure) {
    let marker = Paths.join(folder, "oci-layout")
    var manifests: [Descriptor] = []
    if Files.isFile(marker) {
      manifests = try index().manifests
    } else {
      try Files.write(ImageLayout.marker, to: marker)
    }
    let entry = ImageLayout.entry(root, name: name)
    manifests.removeAll {
      name == nil
        ? $0.digest == root.digest && $0.annotations[ImageLayout.nameKey] == nil
        : $0.annotations[ImageLayout.nameKey] == name
    }
    let index = ImageIndex(manifests: manifests + [entry])
    try Files.write(index.bytes, to: Paths.join(folder, "index.json"))
  }

  /// The entry of an index for an image under a name.
  static func entry(_ root: Descriptor, name: String?, fullName: String? = nil) -> Descriptor {
    var annotations = root.annotations
    if let name { annotations[nameKey] = name }
    if let fullName { annotations[fullNameKey] = fullName }
    return root.with(annotations: annotations)
  }
}

extension ContentStore {
  /// The blobs of an image that are stored, those before it that lead to them last, each once.
  ///
  /// Of an index, images that are not stored are left out, as those of other platforms are.
  /// - Throws: `Failure` when a blob of an image is missing.
  public func blobs(of root: Descriptor) throws(Failure) -> [Descriptor] {
    var list: [Descriptor] = []
    var seen: Set<Digest> = []
    try gather(root, &list, &seen, depth: 0)
    return list
  }

  private func gather(
    _ descriptor: Descriptor, _ list: inout [Descriptor], _ seen: inout Set<Digest>, depth: Int
  ) throws(Failure) {
    guard depth < 8, seen.insert(descriptor.digest).inserted else { return }
    switch try document(descriptor) {
    case .manifest(let manifest):
      for blob in manifest.layers + [manifest.config] where seen.insert(blob.digest).inserted {
        guard contains(blob) else { throw missing(blob.digest) }
        list.append(blob)
      }
    case .index(let index):
      let present = index.manifests.filter { contains($0) }
      if present.isEmpty, !index.manifests.isEmpty { throw missing(index.manifests[0].digest) }
      for entry in present { try gather(entry, &list, &seen, depth: depth + 1) }
    }
    list.append(descriptor)
  }
}
