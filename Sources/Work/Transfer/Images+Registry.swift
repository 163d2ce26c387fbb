import Host
public import OCI
import Registry
public import Source
public import Store
public import Streams

/// A repository of a registry as a source of blobs.
private struct RegistrySource: ImageSource {
  let client: RegistryClient
  let repository: Repository
  var givesAgain: Bool { true }

  func document(_ descriptor: Descriptor) throws(Failure) -> [UInt8] {
    do throws(RegistryError) {
      return try client.manifest(repository, .digest(descriptor.digest)).bytes
    } catch {
      throw error.failure
    }
  }

  func fetch(_ descriptor: Descriptor, into writer: BlobWriter) throws(Failure) {
    do throws(RegistryError) {
      try client.pull(descriptor, of: repository, into: WriterSink(writer))
    } catch {
      throw error.failure
    }
  }
}

/// A blob of the store as what a registry is pulled into.
private final class WriterSink: BlobSink {
  private let writer: BlobWriter

  init(_ writer: BlobWriter) { self.writer = writer }

  var count: Int64 { writer.count }
  func write(_ bytes: ArraySlice<UInt8>) throws(Failure) { try writer.write(bytes) }
  func restart() throws(Failure) { try writer.restart() }
  func digest() throws(Failure) -> Digest { writer.digest() }
}

extension Images {
  /// The manifest that a name stands for in its registry, and what gives its blobs; nothing is stored.
  /// - Throws: `Failure` when the registry does not give it.
  public func source(
    of reference: ImageReference
  ) throws(Failure) -> (root: Descriptor, source: any ImageSource) {
    let repository = Repository(reference)
    let name = try reference.requireManifestName()
    do throws(RegistryError) {
      let document = try client.manifest(repository, name)
      return (document.descriptor, RegistrySource(client: client, repository: repository))
    } catch {
      throw error.failure
    }
  }

  /// Takes an image of a registry into the store, without a name.
  func fetch(
    _ reference: ImageReference, _ choice: PlatformChoice, _ depth: Depth
  ) throws(Failure) -> Found {
    let repository = Repository(reference)
    let name = try reference.requireManifestName()
    let document: ManifestDocument
    do throws(RegistryError) {
      document = try client.manifest(repository, name)
    } catch {
      throw error.failure
    }
    try store.put(document.bytes, document.mediaType, document.digest.algorithm)
    let root = try store.take(
      document.descriptor, from: RegistrySource(client: client, repository: repository), choice,
      withLayers: depth == .everything, threads: client.settings.parallelBlobs, observe: observe)
    return Found(root: root, name: reference)
  }

  /// What a pull did.
  public struct Pulled: Sendable {
    /// The manifest or index.
    public let root: Descriptor
    /// What the name stood for before; nil where it stood for nothing.
    public let previous: Digest?
  }

  /// Gets an image from its registry and gives it its name in the store.
  /// - Throws: `Failure` when the registry does not give it; the journal tells of it as well.
  public func pull(
    _ reference: ImageReference, _ choice: PlatformChoice
  ) throws(Failure) -> Pulled {
    try noted("pull", reference) { () throws(Failure) -> Pulled in
      let previous = try store.record(Images.key(reference))?.descriptor.digest
      let found = try fetch(reference, choice, .everything)
      try setName(reference, found.root, .pulled)
      return Pulled(root: found.root, previous: previous)
    }
  }

  /// What a push is to do.
  public struct PushOptions: Hashable, Sendable {
    /// How layers are compressed that are not; nil to leave them as they are.
    public var compression: Compression? = .gzip
    /// Whether layers that are compressed otherwise are compressed anew.
    public var recompresses = false
    /// Which images of an index are pushed; nil for those that the store has.
    public var platform: Platform?

    /// The usual options.
    public init() {}
  }

  /// Gives an image of the store to a registry.
  /// - Returns: The descriptor of what the name stands for there.
  /// - Throws: `Failure` when a blob is missing, or the registry does not take it; the journal tells of
  ///   it as well.
  @discardableResult
  public func push(
    _ root: Descriptor, to reference: ImageReference, _ options: PushOptions = PushOptions()
  ) throws(Failure) -> Descriptor {
    try noted("push", reference) { () throws(Failure) -> Descriptor in
      let name = try reference.requireManifestName()
      var root = root
      if let platform = options.platform {
        root = try store.image(root, platform).manifest.descriptor
      }
      root = try wholeOnly(root)
      if let compression = options.compression {
        root = try store.recompressed(
          root, compression, onlyPlain: !options.recompresses, threads: threads)
      }
      let blobs = try store.blobs(of: root)
      let documents = blobs.filter { $0.mediaType.isIndex || $0.mediaType.isManifest }
      let repository = Repository(reference)
      let store = store
      let jobs = try blobJobs(blobs, documents, repository)
      do throws(RegistryError) {
        try client.transferAll(jobs) { client, job throws(RegistryError) in
          let blob = job.blob
          let source = BlobSource(size: blob.size) { offset throws(Failure) -> any ByteStream in
            // The registry checks the digest of what it gets.
            try FileStream(store.path(of: blob.digest), from: offset)
          }
          _ = try client.push(
            blob.digest, from: source, to: repository, orMountFrom: job.candidates)
        }
        // Those that others name come first, so that the registry finds them.
        for descriptor in documents where descriptor.digest != root.digest {
          try client.put(try document(descriptor), to: repository, .digest(descriptor.digest))
        }
        try client.put(try document(root), to: repository, name)
      } catch {
        throw error.failure
      }
      return root
    }
  }

  private func document(_ descriptor: Descriptor) throws(RegistryError) -> ManifestDocument {
    do throws(Failure) {
      return try store.document(descriptor)
    } catch {
      throw RegistryError(.corrupt, error)
    }
  }

  /// Of an index of which the store has one image, that image: registries refuse an index whose images
  /// they do not have. An index of which it has several is cut down to them.
  private func wholeOnly(_ root: Descriptor) throws(Failure) -> Descriptor {
    guard case .index(let index) = try store.document(root) else { return root }
    let present = index.manifests.filter { store.contains($0) }
    if present.count == index.manifests.count { return root }
    if present.isEmpty {
      throw Failure(
        "cannot push \(root.digest.short)", because: ["the store has none of its images"],
        hint: "pull it again")
    }
    if present.count == 1 {
      return try store.document(present[0]).descriptor
    }
    let cut = ImageIndex(
      manifests: present, annotations: index.annotations, mediaType: index.mediaType)
    return try store.put(cut.bytes, cut.mediaType)
  }

  private struct BlobJob: Sendable {
    let blob: Descriptor
    let candidates: [Repository]
  }

  private func blobJobs(
    _ blobs: [Descriptor], _ documents: [Descriptor], _ repository: Repository
  ) throws(Failure) -> [BlobJob] {
    let isDocument = Set(documents.map(\.digest))
    let wanted = blobs.filter { !isDocument.contains($0.digest) }
    // Where this registry gave or got a blob under another name, it need not be sent again.
    var known: [Digest: [Repository]] = [:]
    for record in try store.records() {
      guard let reference = try? ImageReference(parsing: record.name),
        reference.registry == repository.registry, reference.path != repository.path,
        let others = try? store.blobs(of: record.descriptor)
      else { continue }
      for blob in others where (known[blob.digest]?.count ?? 0) < 3 {
        known[blob.digest, default: []].append(Repository(reference))
      }
    }
    return wanted.sorted { ($0.size, $0.digest) > ($1.size, $1.digest) }
      .map { BlobJob(blob: $0, candidates: known[$0.digest] ?? []) }
  }

  /// Does a transfer and keeps in the journal how it went.
  private func noted<Result>(
    _ action: String, _ reference: ImageReference, _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let started = now()
    let begin = System.monotonicNanoseconds
    func note(_ failure: Failure?) {
      let milliseconds = Int((System.monotonicNanoseconds &- begin) / 1_000_000)
      store.note(
        .init(
          action: action, name: Images.key(reference), started: started,
          milliseconds: milliseconds,
          failure: failure.map { ([$0.what] + $0.because).joined(separator: ": ") }))
    }
    do throws(Failure) {
      let result = try work()
      note(nil)
      return result
    } catch {
      note(error)
      throw error
    }
  }
}
