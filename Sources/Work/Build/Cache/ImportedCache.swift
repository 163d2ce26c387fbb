import Host
public import OCI
public import Source
public import Store
import Streams
import Synchronization

/// A cache that another machine wrote, whose layers are fetched when they are needed.
///
/// What it says of a step is believed as the step itself would be: whoever may write it decides what the
/// image holds. Blobs are checked against their digests; what is damaged is done anew.
public final class ImportedCache: Sendable {
  /// Where it comes from, for people.
  public let name: String
  let index: CacheIndex
  private let source: any ImageSource
  private let store: ContentStore
  private let broken = Mutex<Set<Digest>>([])

  /// Reads what a cache has; its layers stay where they are.
  /// - Parameters:
  ///   - name: Where it comes from, for people.
  ///   - root: Its manifest.
  ///   - source: Gives its blobs.
  ///   - store: Takes what is fetched.
  /// - Throws: `Failure` when it cannot be read or is no cache of builds.
  public init(
    _ name: String, _ root: Descriptor, from source: any ImageSource, store: ContentStore
  ) throws(Failure) {
    self.name = name
    self.source = source
    self.store = store
    let bytes = try source.document(root)
    guard
      case .manifest(let manifest) = try ManifestDocument(
        bytes, told: .manifest, algorithm: root.digest.algorithm),
      manifest.digest == root.digest, manifest.config.mediaType == CacheIndex.configType
    else {
      throw Failure(
        "cannot use \(name) as a cache", because: ["it holds no cache of `hardstand build`"],
        hint: "Name what an earlier build wrote with `--cache-to`")
    }
    guard manifest.config.size <= Int64(CacheIndex.limit) else {
      throw Failure("cannot use \(name) as a cache", because: ["its index is too large"])
    }
    try Self.fetch(manifest.config, from: source, to: store)
    index = try CacheIndex(store.read(manifest.config, limit: CacheIndex.limit), name)
  }

  /// Brings a blob into the store.
  /// - Throws: `Failure` when it cannot be had, or is not what its digest says; it is not asked for twice.
  func fetch(_ blob: Descriptor) throws(Failure) {
    if broken.withLock({ $0.contains(blob.digest) }) {
      throw Failure("cannot fetch the blob \(blob.digest.short) from \(name)")
    }
    do throws(Failure) {
      try Self.fetch(blob, from: source, to: store)
    } catch {
      _ = broken.withLock { $0.insert(blob.digest) }
      throw error
    }
  }

  private static func fetch(
    _ blob: Descriptor, from source: any ImageSource, to store: ContentStore
  ) throws(Failure) {
    guard let writer = try store.writer(for: blob, isDurable: false) else { return }
    do throws(Failure) {
      try source.fetch(blob, into: writer)
      try writer.commit()
    } catch {
      // What an earlier build left of it may be wrong, and wrong bytes must not stay.
      try? writer.restart()
      throw error
    }
  }
}
