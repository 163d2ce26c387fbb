import Frontend
import Host
import Layers
import OCI
import Source
import Store
import Streams

/// The folders of cache mounts, which outlive builds.
struct CacheMounts {
  private let folder: String
  private let namespace: String
  private let solver: Solver

  init(_ solver: Solver) {
    self.solver = solver
    folder = Paths.join(solver.workshop.folder, "caches")
    namespace = solver.settings.cacheNamespace
  }

  /// Opens a cache.
  /// - Parameters:
  ///   - id: Its name.
  ///   - sharing: How its users share it.
  ///   - prepare: Makes a folder ready that is new; told whether it has what another machine had in it.
  /// - Returns: The folder, and a lock to hold while it is used.
  /// - Throws: `Failure` when it cannot be made.
  func open(
    _ id: String, _ sharing: RunMount.Sharing, prepare: (String, Bool) throws(Failure) -> Void
  ) throws(Failure) -> (folder: String, lock: FileLock) {
    let name = name(id)
    switch sharing {
    case .shared:
      return (try made(name, id, prepare), try lock(name, .shared))
    case .locked:
      let lock = try lock(name, .exclusive)
      return (try made(name, id, prepare), lock)
    case .private:
      for number in 0..<10_000 {
        let own = number == 0 ? name : "\(name)-\(number)"
        try Files.makeFolder(folder)
        if let lock = try FileLock.attempt(file(own) + ".lock", .exclusive) {
          Files.touch(file(own) + ".lock")
          return (try made(own, id, prepare), lock)
        }
      }
      throw Failure(
        "cannot open the cache `\(id)`", because: ["ten thousand builds hold one of their own"])
    }
  }

  private func name(_ id: String) -> String {
    Digest(of: Array("\(namespace)\n\(id)".utf8)).hex
  }

  private func newFolder(_ name: String) throws(Failure) -> String {
    let path = Paths.join(file(name), "new-\(Files.freshName)")
    try Files.makeFolder(path)
    return path
  }

  // MARK: Other machines

  private func fill(_ fresh: String, _ content: Descriptor) throws(Failure) {
    var options = UnpackOptions()
    options.keepsOwners = System.isSuperuser
    let archive = try solver.workshop.store.open(content)
    try Unpacker(into: OpenFolder(fresh), options)
      .apply(LayerReader(archive: archive, what: "the cache mount \(content.digest.short)"))
  }

  /// The contents of the caches that the steps of the build mount, as blobs of the store.
  ///
  /// What cannot be read now, as somebody changes it, or holds what it may not, is left out with a
  /// warning.
  func exported(without leaks: LeakSearch) -> [String: Descriptor] {
    var mounts: [String: Descriptor] = [:]
    for operation in solver.definition.operations {
      guard case .run(let run) = operation.kind else { continue }
      for mount in run.mounts {
        guard case .cache(let id, _, _, _) = mount.kind, mounts[name(id)] == nil else { continue }
        do throws(Failure) {
          mounts[name(id)] = try exported(name(id), leaks)
        } catch {
          let reason = error.because.first ?? error.what
          solver.observe(.warning("the cache mount `\(id)` is not exported: \(reason)"))
        }
      }
    }
    return mounts
  }

  private func exported(_ name: String, _ leaks: LeakSearch) throws(Failure) -> Descriptor? {
    let path = Paths.join(file(name), "files")
    guard Files.isFolder(path) else {
      return solver.imports.lazy.compactMap { $0.index.mounts[name] }.first {
        solver.isAtHand($0)
      }
    }
    guard let lock = try FileLock.attempt(file(name) + ".lock", .shared) else {
      throw Failure("cannot read the cache mount", because: ["another build holds it"])
    }
    defer { withExtendedLifetime(lock) {} }
    let writer = try solver.workshop.store.writer()
    let sink = leaks.isEmpty ? nil : LeakSearch.Sink(leaks)
    let layer = try LayerWriter(into: writer, .zstd, plainCopy: sink)
    let count = try ArchiveInput().write(OpenFolder(path), to: layer.archive)
    if count == 0 { return nil }
    let made = try layer.finish()
    if sink?.found == true {
      throw Failure("cannot export the cache mount", because: ["it holds the value of a secret"])
    }
    try writer.commit()
    return made.descriptor.with(mediaType: CacheIndex.mountType)
  }

  private func file(_ name: String) -> String { Paths.join(folder, name) }

  private func lock(_ name: String, _ kind: FileLock.Kind) throws(Failure) -> FileLock {
    try Files.makeFolder(folder)
    while true {
      if let lock = try FileLock.attempt(file(name) + ".lock", kind) {
        Files.touch(file(name) + ".lock")
        return lock
      }
      // Another step or another build holds it, for as long as its command runs.
      try solver.control.check()
      System.sleep(milliseconds: 20)
    }
  }

  /// The folder of a cache, which takes its name when it is ready.
  private func made(
    _ name: String, _ id: String, _ prepare: (String, Bool) throws(Failure) -> Void
  ) throws(Failure) -> String {
    let path = Paths.join(file(name), "files")
    try Files.makeFolder(file(name))
    let lock = try FileLock.wait(file(name) + ".making", .exclusive)
    defer { withExtendedLifetime(lock) {} }
    if Files.isFolder(path) { return path }
    var fresh = try newFolder(name)
    do throws(Failure) {
      var isFilled = false
      for cache in solver.imports {
        guard let content = cache.index.mounts[name], solver.isAtHand(content) else { continue }
        do throws(Failure) {
          try fill(fresh, content)
          isFilled = true
          break
        } catch {
          solver.observe(.warning(error.what + error.because.map { ": \($0)" }.joined()))
          remove(fresh)
          fresh = try newFolder(name)
        }
      }
      try prepare(fresh, isFilled)
      try Files.write(Array("\(id)\n".utf8), to: Paths.join(file(name), "id"))
      try Files.move(fresh, to: path)
    } catch {
      remove(fresh)
      throw error
    }
    return path
  }

  /// Removes a folder that did not become the cache.
  private func remove(_ folder: String) {
    guard let name = RawName(Array(Paths.name(of: folder).utf8)) else { return }
    try? OpenFolder(Paths.folder(of: folder)).remove(name)
  }
}
