import Host
public import OCI
public import Source

extension ContentStore {
  /// What is wrong in a store.
  public struct VerificationReport: Hashable, Sendable {
    /// How many blobs were read.
    public var blobs = 0
    /// Their bytes.
    public var bytes: Int64 = 0
    /// Blobs whose bytes are not those of their digest, or cannot be read.
    public var altered: [Digest] = []
    /// Files among the blobs that are none.
    public var strangers: [String] = []
    /// Blobs that are not stored, by the names that need them. The other platforms of an index that
    /// was pulled for one are not counted.
    public var missing: [String: [Digest]] = [:]

    /// Whether nothing is wrong.
    public var isSound: Bool { altered.isEmpty && strangers.isEmpty && missing.isEmpty }
  }

  /// Reads every blob and follows every name.
  /// - Parameters:
  ///   - removing: Whether altered blobs and strangers are removed, so that a pull gets them again.
  ///   - threads: How many threads read at once.
  /// - Throws: `Failure` when the store cannot be listed or a file cannot be removed.
  public func verify(removing: Bool, threads: Int) throws(Failure) -> VerificationReport {
    let lock = try lease()
    defer { withExtendedLifetime(lock) {} }
    var report = VerificationReport()
    let files = try blobs()
    let verdicts = Parallel.map(files, threads: threads) { file -> Bool in
      guard let digest = file.digest, let stream = try? FileStream(file.path) else { return false }
      var digester = Digester(digest.algorithm)
      do throws(Failure) {
        while let piece = try stream.next() { digester.add(piece) }
      } catch {
        return false
      }
      return digester.finish() == digest
    }
    for (file, isSound) in zip(files, verdicts) {
      report.blobs += 1
      report.bytes += file.size
      if isSound { continue }
      if let digest = file.digest {
        report.altered.append(digest)
      } else {
        report.strangers.append(file.path)
      }
      if removing { try Files.remove(file.path) }
    }
    report.altered.sort()
    report.strangers.sort()
    for record in try records() {
      let missing = missingBlobs(of: record.descriptor)
      if !missing.isEmpty { report.missing[record.name] = missing }
    }
    return report
  }

  /// The blobs that an image needs and the store does not have, sorted. Of an index, one platform at
  /// least must be whole, and others must be whole or not there at all.
  public func missingBlobs(of descriptor: Descriptor) -> [Digest] {
    guard contains(descriptor), let document = try? document(descriptor, isUse: false) else {
      return [descriptor.digest]
    }
    switch document {
    case .manifest(let manifest):
      return ([manifest.config] + manifest.layers).filter { !contains($0) }.map(\.digest).sorted()
    case .index(let index):
      let present = index.manifests.filter { contains($0) }
      if present.isEmpty { return index.manifests.map(\.digest).sorted() }
      return Array(Set(present.flatMap { missingBlobs(of: $0) })).sorted()
    }
  }
}
