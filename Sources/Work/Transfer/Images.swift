public import HTTP
public import OCI
public import Registry
public import Source
public import Store

/// The images that a user can name: those of the store, of registries, files, folders and daemons.
///
/// Whatever is read goes through the store, so that it is checked once and never fetched twice.
public struct Images: Sendable {
  /// Where images are kept.
  public let store: ContentStore
  /// How registries are reached.
  public let client: RegistryClient
  /// How daemons are reached.
  public let http: HTTPSettings
  /// The environment, which names the Docker daemon.
  public let environment: [String: String]
  /// Seconds since 1970-01-01T00:00:00Z.
  public let now: @Sendable () -> Int64
  /// How many blobs are moved or compressed at once.
  public let threads: Int
  /// What happens, for whoever shows it.
  public var observe: TransferObserver = { _ in }

  /// The images of a user.
  public init(
    store: ContentStore, client: RegistryClient, http: HTTPSettings, environment: [String: String],
    threads: Int, now: @escaping @Sendable () -> Int64
  ) {
    self.store = store
    self.client = client
    self.http = http
    self.environment = environment
    self.threads = threads
    self.now = now
  }

  /// An image that was found, with its blobs in the store.
  public struct Found: Sendable {
    /// Its manifest or index.
    public let root: Descriptor
    /// The name that it was found by, in full; nil where it has none.
    public let name: ImageReference?
    /// The names that an archive gives it.
    public var names: [String] = []

    /// An image that is in the store.
    public init(root: Descriptor, name: ImageReference?, names: [String] = []) {
      self.root = root
      self.name = name
      self.names = names
    }
  }

  /// What is taken of an image.
  public enum Depth: Hashable, Sendable {
    /// Manifests and settings.
    case settings
    /// Layers as well.
    case everything
  }

  /// Finds an image and brings what is asked of it into the store.
  ///
  /// The caller holds a lease of the store.
  /// - Throws: `Failure` when there is no such image, or it cannot be read.
  public func find(
    _ location: ImageLocation, _ choice: PlatformChoice, _ depth: Depth = .everything
  ) throws(Failure) -> Found {
    switch location {
    case .store(let name): return try require(name)
    case .bare(let name):
      if let found = try stored(name), isComplete(found.root, choice, depth) { return found }
      guard let reference = try? ImageReference(parsing: name) else { return try require(name) }
      let found = try fetch(reference, choice, depth)
      // The next call finds it without the network.
      if depth == .everything { try setName(reference, found.root, .pulled) }
      return found
    case .registry(let reference): return try fetch(reference, choice, depth)
    case .layout(let folder, let name):
      let layout = ImageLayout(folder)
      let entry = try layout.find(name)
      let root = try store.take(
        entry, from: layout, choice, withLayers: depth == .everything, threads: threads,
        observe: observe)
      return Found(root: root, name: nil, names: name.map { [$0] } ?? [])
    case .layoutArchive(let file, let name): return try archive(file, name, .oci)
    case .dockerArchive(let file, let name): return try archive(file, name, .docker)
    case .dockerDaemon(let name): return try daemonImage(name)
    }
  }

  /// Whether the store has all of an image that is asked for.
  private func isComplete(_ root: Descriptor, _ choice: PlatformChoice, _ depth: Depth) -> Bool {
    switch choice {
    case .all:
      guard let document = try? store.document(root) else { return false }
      guard case .index(let index) = document else {
        return depth == .settings || store.missingBlobs(of: root).isEmpty
      }
      return index.manifests.allSatisfy {
        store.contains($0) && (depth == .settings || store.missingBlobs(of: $0).isEmpty)
      }
    case .one(let platform):
      guard let image = try? store.image(root, platform) else { return false }
      return depth == .settings || store.missingBlobs(of: image.manifest.descriptor).isEmpty
    }
  }

  /// An image of the store by a name or the beginning of a digest.
  /// - Throws: `Failure` when the store has none, or several begin so.
  public func require(_ name: String) throws(Failure) -> Found {
    if let found = try stored(name) { return found }
    throw Failure(
      "cannot find `\(name)`", because: ["the store `\(store.root)` has no such image"],
      hint: "list its images with `hardstand images`, or get it with `hardstand pull`")
  }

  /// An image of the store by a name or the beginning of a digest; nil where it has none.
  public func stored(_ name: String) throws(Failure) -> Found? {
    if let reference = try? ImageReference(parsing: name) {
      if let digest = reference.digest {
        if let record = try store.record("\(reference.repository)@\(digest)") {
          return Found(root: record.descriptor, name: reference)
        }
        for record in try store.records() where record.descriptor.digest.description == digest {
          if record.name.hasPrefix(reference.repository + ":") {
            return Found(root: record.descriptor, name: reference)
          }
        }
        return nil
      }
      if let record = try store.record(Images.key(reference)) {
        return Found(root: record.descriptor, name: reference.with(tag: reference.tag ?? "latest"))
      }
    }
    return ImageLocation.isDigestPrefix(name) ? try storedByDigest(name) : nil
  }

  private func storedByDigest(_ text: String) throws(Failure) -> Found? {
    let prefix = text.hasPrefix("sha256:") ? String(text.dropFirst(7)) : text
    var found: [Digest: Found] = [:]
    for record in try store.records() {
      // The ID that Docker shows is the digest of the settings.
      var digests = [record.descriptor.digest]
      if case .manifest(let manifest)? = try? store.document(record.descriptor, isUse: false) {
        digests.append(manifest.config.digest)
      }
      if digests.contains(where: { $0.hex.hasPrefix(prefix) }) {
        let name = try? ImageReference(parsing: record.name)
        found[record.descriptor.digest] = Found(root: record.descriptor, name: name)
      }
    }
    if found.count > 1 {
      throw Failure(
        "cannot tell which image `\(text)` is", because: ["\(found.count) images begin so"],
        hint: "write more digits")
    }
    return found.values.first
  }

  /// The name of a reference in the store: with its digest where it has one, else with its tag.
  public static func key(_ reference: ImageReference) -> String {
    if let digest = reference.digest { return "\(reference.repository)@\(digest)" }
    return "\(reference.repository):\(reference.tag ?? "latest")"
  }

  /// Makes a name of the store stand for an image.
  public func setName(
    _ reference: ImageReference, _ root: Descriptor, _ origin: ImageRecord.Origin
  ) throws(Failure) {
    try store.setName(
      ImageRecord(name: Images.key(reference), descriptor: root, origin: origin, since: now()))
  }
}
