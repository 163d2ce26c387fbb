import Frontend
import Host
import OCI
import Source

/// The folders of cache mounts, which outlive builds.
struct CacheMounts {
  private let folder: String
  private let namespace: String

  init(_ solver: Solver) {
    folder = Paths.join(solver.workshop.folder, "caches")
    namespace = solver.settings.cacheNamespace
  }

  /// Opens a cache.
  /// - Parameters:
  ///   - id: Its name.
  ///   - sharing: How its users share it.
  ///   - prepare: Fills a folder that is new.
  /// - Returns: The folder, and a lock to hold while it is used.
  /// - Throws: `Failure` when it cannot be made.
  func open(
    _ id: String, _ sharing: RunMount.Sharing, prepare: (String) throws(Failure) -> Void
  ) throws(Failure) -> (folder: String, lock: FileLock) {
    let name = Digest(of: Array("\(namespace)\n\(id)".utf8)).hex
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
          return (try made(own, id, prepare), lock)
        }
      }
      throw Failure(
        "cannot open the cache `\(id)`", because: ["ten thousand builds hold one of their own"])
    }
  }

  private func file(_ name: String) -> String { Paths.join(folder, name) }

  private func lock(_ name: String, _ kind: FileLock.Kind) throws(Failure) -> FileLock {
    try Files.makeFolder(folder)
    return try FileLock.wait(file(name) + ".lock", kind)
  }

  /// The folder of a cache, which takes its name when it is ready.
  private func made(
    _ name: String, _ id: String, _ prepare: (String) throws(Failure) -> Void
  ) throws(Failure) -> String {
    let path = Paths.join(file(name), "files")
    try Files.makeFolder(file(name))
    let lock = try FileLock.wait(file(name) + ".making", .exclusive)
    defer { withExtendedLifetime(lock) {} }
    if Files.isFolder(path) { return path }
    let fresh = Paths.join(
      file(name), "new-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))")
    try Files.makeFolder(fresh)
    try prepare(fresh)
    try Files.write(Array("\(id)\n".utf8), to: Paths.join(file(name), "id"))
    try Files.move(fresh, to: path)
    return path
  }
}
