import ActionsCache
import Build
import Host
import OCI
import Source
import Store
import Transfer

/// Reads and writes the caches of builds that lie outside of the store.
struct BuildCaches {
  private let images: Images
  private let session: Session

  init(_ images: Images, _ session: Session) {
    self.images = images
    self.session = session
  }

  /// The caches that can be read; of one that cannot be it is told why, and the build goes on.
  func open(_ caches: [BuildCache]) -> [ImportedCache] {
    var opened: [ImportedCache] = []
    for cache in caches {
      do throws(Failure) {
        if let found = try open(cache) { opened.append(found) }
      } catch {
        session.tell(
          "The cache \(cache.text) is not used: "
            + ([error.what] + error.because).joined(separator: ": ") + ".")
      }
    }
    return opened
  }

  private func open(_ cache: BuildCache) throws(Failure) -> ImportedCache? {
    let store = images.store
    switch cache.place {
    case .local(let folder, let name):
      let layout = ImageLayout(folder)
      return try ImportedCache(cache.text, layout.find(name), from: layout, store: store)
    case .registry(let reference):
      let (root, source) = try images.source(of: reference)
      return try ImportedCache(cache.text, root, from: source, store: store)
    case .actions(let url, let version, let token, let scope):
      let actions = try ActionsCache(url, version, token: token, scope: scope, images.http)
      guard let bytes = try actions.root() else { return nil }
      let root = try store.put(bytes, .manifest)
      return try ImportedCache(
        cache.text, root, from: StoredRoot(store: store, source: actions), store: store)
    }
  }

  /// Writes what builds left to all places that were asked for.
  /// - Throws: `Failure` when a place does not take it, unless it was said that this does not matter.
  func write(_ indexes: [CacheIndex], to caches: [BuildCache]) throws(Failure) {
    guard var index = indexes.first, !caches.isEmpty else { return }
    for other in indexes.dropFirst() { index.merge(other) }
    let root = try index.put(into: images.store)
    for cache in caches {
      do throws(Failure) {
        try write(root, to: cache)
      } catch {
        if !cache.ignoresErrors { throw error }
        session.tell(
          "The cache \(cache.text) is not written: "
            + ([error.what] + error.because).joined(separator: ": ") + ".")
      }
    }
  }

  private func write(_ root: Descriptor, to cache: BuildCache) throws(Failure) {
    switch cache.place {
    case .local(let folder, let name):
      try ImageLayout(folder).add(root, from: images.store, name: name, removesOthers: true)
    case .registry(let reference):
      var options = Images.PushOptions()
      options.compression = nil
      try images.push(root, to: reference, options)
    case .actions(let url, let version, let token, let scope):
      let actions = try ActionsCache(url, version, token: token, scope: scope, images.http)
      let store = images.store
      let blobs = try store.blobs(of: root).filter { $0.digest != root.digest }
      let first = FirstError<Failure>()
      _ = Parallel.map(blobs, threads: 4) { blob in
        if first.error != nil { return }
        do throws(Failure) {
          try actions.put(blob, file: store.path(of: blob.digest))
        } catch {
          first.note(error)
        }
      }
      if let failure = first.error { throw failure }
      // The root comes last, so that whoever finds it finds all that it names.
      try actions.setRoot(
        store.read(root, limit: ManifestDocument.maximumBytes), time: session.now() * 1000)
    }
  }
}

/// A source whose manifest is in the store already.
private struct StoredRoot: ImageSource {
  let store: ContentStore
  let source: ActionsCache
  var givesAgain: Bool { source.givesAgain }

  func document(_ descriptor: Descriptor) throws(Failure) -> [UInt8] {
    try store.read(descriptor, limit: ManifestDocument.maximumBytes)
  }

  func fetch(_ descriptor: Descriptor, into writer: BlobWriter) throws(Failure) {
    try source.fetch(descriptor, into: writer)
  }
}
