import Host
public import OCI
public import Source
import Streams

extension ContentStore {
  /// Takes an image and all it needs from a source.
  ///
  /// Blobs that are stored are not taken again. The caller holds a lease and sets a name before it
  /// gives the lease back.
  /// - Parameters:
  ///   - root: The manifest or index.
  ///   - source: Where it is.
  ///   - choice: Which images of an index are taken.
  ///   - withLayers: Whether layers are taken too, and not only manifests and settings.
  ///   - threads: How many blobs are taken at once.
  ///   - observe: Is told how it goes.
  /// - Returns: The descriptor of `root`, as its bytes say what it is.
  /// - Throws: `Failure` of the first blob that could not be taken; those taken stay.
  @discardableResult
  public func take(
    _ root: Descriptor, from source: some ImageSource, _ choice: PlatformChoice,
    withLayers: Bool = true, threads: Int = 4,
    observe: @escaping TransferObserver = { _ in }
  ) throws(Failure) -> Descriptor {
    var blobs: [Descriptor] = []
    var seen: Set<Digest> = []
    let found = try takeDocuments(root, source, choice, depth: 0, &blobs, &seen)
    var wanted: [Descriptor] = []
    for blob in blobs where withLayers || blob.mediaType.compression == nil {
      if contains(blob) { observe(.present(blob)) } else { wanted.append(blob) }
    }
    observe(.planned(wanted))
    // The largest first, so that no thread is left alone with it at the end.
    let jobs = wanted.sorted { ($0.size, $0.digest) > ($1.size, $1.digest) }
    let first = FirstError<Failure>()
    _ = Parallel.map(jobs, threads: threads) { blob in
      if first.error != nil { return }
      do throws(Failure) {
        try takeBlob(blob, source)
        observe(.finished(blob))
      } catch {
        first.note(error)
      }
    }
    if let failure = first.error { throw failure }
    return found
  }

  private func takeBlob(_ blob: Descriptor, _ source: some ImageSource) throws(Failure) {
    guard let writer = try writer(for: blob, isDurable: !source.givesAgain) else { return }
    // A part that an earlier try left may be wrong, which shows only at the end: then all of it is
    // taken once more.
    let hadPart = writer.count > 0
    do throws(Failure) {
      if writer.count < blob.size { try source.fetch(blob, into: writer) }
      try writer.commit()
    } catch {
      guard hadPart, let again = try self.writer(for: blob, isDurable: !source.givesAgain)
      else { throw error }
      if again.count > 0 { throw error }
      try source.fetch(blob, into: again)
      try again.commit()
    }
  }

  private func takeDocuments(
    _ descriptor: Descriptor, _ source: some ImageSource, _ choice: PlatformChoice, depth: Int,
    _ blobs: inout [Descriptor], _ seen: inout Set<Digest>
  ) throws(Failure) -> Descriptor {
    if depth > 4 {
      throw Failure(
        "cannot take the image", because: ["its indexes lead to indexes more than four deep"],
        hint: "use an image from a source that you trust")
    }
    if descriptor.size > Int64(ManifestDocument.maximumBytes) {
      throw Failure(
        "cannot take the manifest \(descriptor.digest)",
        because: ["it is larger than \(ManifestDocument.maximumBytes) bytes"])
    }
    let isStored = contains(descriptor)
    let bytes =
      isStored
      ? try read(descriptor, limit: ManifestDocument.maximumBytes)
      : try source.document(descriptor)
    let algorithm = descriptor.digest.algorithm
    let document = try ManifestDocument(bytes, told: descriptor.mediaType, algorithm: algorithm)
    if document.digest != descriptor.digest {
      throw Failure(
        "cannot trust the manifest \(descriptor.digest)",
        because: ["its digest is \(document.digest)"],
        hint: "get it again from a source that you trust")
    }
    if !isStored { try put(bytes, document.mediaType, algorithm) }
    seen.insert(document.digest)
    switch document {
    case .manifest(let manifest):
      for blob in [manifest.config] + manifest.layers where seen.insert(blob.digest).inserted {
        blobs.append(blob)
      }
    case .index(let index):
      for entry in try chosen(index, choice) where !seen.contains(entry.digest) {
        _ = try takeDocuments(entry, source, choice, depth: depth + 1, &blobs, &seen)
      }
    }
    return document.descriptor
  }

  private func chosen(
    _ index: ImageIndex, _ choice: PlatformChoice
  ) throws(Failure) -> [Descriptor] {
    guard case .one(let platform) = choice else { return index.manifests }
    return [try index.require(platform)]
  }
}

extension ImageIndex {
  /// The manifest for a platform.
  /// - Throws: `Failure` that names the platforms there are, when none fits.
  public func require(_ platform: Platform) throws(Failure) -> Descriptor {
    if let entry = manifest(for: platform) { return entry }
    let offered = platforms.map(\.description)
    throw Failure(
      "cannot find an image for \(platform)",
      because: [
        offered.isEmpty
          ? "the index names no platform"
          : "there are images for \(offered.joined(separator: ", "))"
      ],
      hint: offered.isEmpty
        ? "name a manifest by its digest" : "name one of them with `--platform`")
  }
}
