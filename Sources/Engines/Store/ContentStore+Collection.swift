import Host
public import OCI
public import Source

extension ContentStore {
  /// What is collected.
  public struct CollectionPolicy: Hashable, Sendable {
    /// The bytes that may stay; nil to keep no blob without a name.
    ///
    /// Blobs without a name go first, those used longest ago before others, and then pulled images
    /// that were used longest ago. Images that were built or imported stay.
    public var ceiling: Int64?
    /// Whether it is only told what would go.
    public var isRehearsal = false

    /// A policy from its parts.
    public init(ceiling: Int64? = nil, isRehearsal: Bool = false) {
      self.ceiling = ceiling
      self.isRehearsal = isRehearsal
    }
  }

  /// What lies beside the blobs in the folder of a store and counts with them.
  public struct Companions: Sendable {
    /// One thing that can go.
    public struct Candidate: Sendable {
      let bytes: Int64
      let used: Int64
      let isLoose: Bool
      let remove: @Sendable () throws(Failure) -> Void

      /// A thing from its parts.
      /// - Parameters:
      ///   - bytes: How large it is.
      ///   - used: When it was used last, in seconds since 1970.
      ///   - isLoose: Whether it goes where no ceiling is set.
      ///   - remove: Removes it.
      public init(
        bytes: Int64, used: Int64, isLoose: Bool,
        remove: @escaping @Sendable () throws(Failure) -> Void
      ) {
        self.bytes = bytes
        self.used = used
        self.isLoose = isLoose
        self.remove = remove
      }
    }

    /// What can go.
    public var candidates: [Candidate] = []
    /// Blobs that stay, where no ceiling is set, as if a name led to them.
    public var needed: Set<Digest> = []

    /// Nothing.
    public init() {}
  }

  /// Tells what lies beside the blobs, while nobody uses the store.
  public typealias CompanionLookup = () throws(Failure) -> Companions

  /// What a collection did.
  public struct CollectionReport: Hashable, Sendable {
    /// Blobs that went.
    public var removedBlobs = 0
    /// Their bytes.
    public var removedBytes: Int64 = 0
    /// Names that went with their images.
    public var removedNames: [String] = []
    /// Bytes that are left.
    public var keptBytes: Int64 = 0
  }

  /// Removes what no name leads to, as far as the policy asks.
  ///
  /// Waits until nobody uses the store.
  /// - Throws: `Failure` when the store cannot be read or a file cannot be removed.
  public func collect(
    _ policy: CollectionPolicy = CollectionPolicy(),
    with companions: CompanionLookup = { Companions() }
  ) throws(Failure) -> CollectionReport {
    let lock = try FileLock.wait(path("lock"), .exclusive)
    defer { withExtendedLifetime(lock) {} }
    return try collectLocked(policy, try companions())
  }

  /// The same, where nobody uses the store at this moment; nil where somebody does.
  public func collectIfFree(
    _ policy: CollectionPolicy, with companions: CompanionLookup = { Companions() }
  ) throws(Failure) -> CollectionReport? {
    guard let lock = try FileLock.attempt(path("lock"), .exclusive) else { return nil }
    defer { withExtendedLifetime(lock) {} }
    return try collectLocked(policy, try companions())
  }

  private func collectLocked(
    _ policy: CollectionPolicy, _ companions: Companions
  ) throws(Failure) -> CollectionReport {
    var report = CollectionReport()
    var records = try records()
    let unfinished = try unfinished()
    let blobs = try blobs()
    report.keptBytes =
      blobs.reduce(0) { $0 + $1.size } + unfinished.reduce(0) { $0 + $1.size }
      + companions.candidates.reduce(0) { $0 + $1.bytes }

    func remove(_ bytes: Int64, _ work: () throws(Failure) -> Void) throws(Failure) {
      if !policy.isRehearsal { try work() }
      report.removedBlobs += 1
      report.removedBytes += bytes
      report.keptBytes -= bytes
    }
    func remove(_ file: StoredFile) throws(Failure) {
      try remove(file.size) { () throws(Failure) in try Files.remove(file.path) }
    }

    var kept = reach(of: records)
    var loose: [Loose] = unfinished.map { .file($0) }
    for file in blobs where kept.present[file.digest ?? Digest(of: [])] == nil {
      if policy.ceiling == nil, let digest = file.digest, companions.needed.contains(digest) {
        continue
      }
      loose.append(.file(file))
    }
    for candidate in companions.candidates where policy.ceiling != nil || candidate.isLoose {
      loose.append(.companion(candidate))
    }
    for one in loose.sorted(by: { $0.order < $1.order }) {
      if let ceiling = policy.ceiling, report.keptBytes <= ceiling { break }
      switch one {
      case .file(let file): try remove(file)
      case .companion(let candidate): try remove(candidate.bytes, candidate.remove)
      }
    }
    defer { if !policy.isRehearsal { try? removeLooseReferrers() } }
    guard let ceiling = policy.ceiling else { return report }
    let used = Dictionary(uniqueKeysWithValues: blobs.map { ($0.path, $0.used) })
    let candidates = records.filter { $0.origin == .pulled }
      .map { ($0, used[path(of: $0.descriptor.digest)] ?? 0) }
      .sorted { ($0.1, $0.0.name) < ($1.1, $1.0.name) }
    for (record, _) in candidates where report.keptBytes > ceiling {
      if !policy.isRehearsal { try removeName(record.name) }
      report.removedNames.append(record.name)
      records.removeAll { $0 == record }
      let before = kept
      kept = reach(of: records)
      for file in blobs {
        guard let digest = file.digest, before.present[digest] != nil, kept.present[digest] == nil
        else { continue }
        try remove(file)
      }
    }
    return report
  }

  /// What goes before any image does.
  private enum Loose {
    case file(StoredFile)
    case companion(Companions.Candidate)

    /// What goes first: what was used longest ago.
    var order: (Int64, String) {
      switch self {
      case .file(let file): (file.used, file.path)
      case .companion(let candidate): (candidate.used, "")
      }
    }
  }

  private func reach(of records: [ImageRecord]) -> Reach {
    var reach = Reach()
    for record in records { walk(from: record.descriptor, &reach) }
    return reach
  }

  /// A file that holds bytes of a blob.
  struct StoredFile {
    let path: String
    let size: Int64
    let used: Int64
    /// The digest of a whole blob.
    let digest: Digest?
  }

  func blobs() throws(Failure) -> [StoredFile] {
    var files: [StoredFile] = []
    for algorithm in Digest.Algorithm.allCases {
      let folder = path("blobs/\(algorithm.rawValue)")
      guard Files.isFolder(folder) else { continue }
      for entry in try Files.list(folder, limit: .max) {
        let file = Paths.join(folder, entry.name)
        guard let status = Files.statusOfLink(file), status.kind == .file else { continue }
        files.append(
          StoredFile(
            path: file, size: Int64(status.size), used: status.modified,
            digest: Digest("\(algorithm.rawValue):\(entry.name)")))
      }
    }
    return files
  }

  /// What was being written by processes that are gone. Nobody writes now: the lock says so.
  private func unfinished() throws(Failure) -> [StoredFile] {
    var files: [StoredFile] = []
    for folder in ["partial", "ingest"] {
      for entry in try Files.list(path(folder), limit: .max) {
        let file = path("\(folder)/\(entry.name)")
        guard let status = Files.statusOfLink(file), status.kind == .file else { continue }
        files.append(
          StoredFile(
            path: file, size: Int64(status.size),
            // What has no digest is of no use to anybody.
            used: folder == "ingest" ? 0 : status.modified, digest: nil))
      }
    }
    // A name that was being replaced when its process was killed.
    for folder in [".", "names", "derived"] where Files.isFolder(path(folder)) {
      for entry in try Files.list(path(folder), limit: .max)
      where entry.name.hasPrefix(".") && entry.name.hasSuffix(".tmp") {
        let file = path("\(folder)/\(entry.name)")
        guard let status = Files.statusOfLink(file), status.kind == .file else { continue }
        files.append(StoredFile(path: file, size: Int64(status.size), used: 0, digest: nil))
      }
    }
    return files
  }

  /// What a store holds.
  public struct Usage: Hashable, Sendable {
    /// How many names there are.
    public var names = 0
    /// How many blobs there are.
    public var blobs = 0
    /// Their bytes.
    public var bytes: Int64 = 0
    /// How many of them no name leads to.
    public var looseBlobs = 0
    /// Their bytes.
    public var looseBytes: Int64 = 0
    /// How many files are not complete.
    public var unfinished = 0
    /// Their bytes.
    public var unfinishedBytes: Int64 = 0
  }

  /// What the store holds now.
  /// - Throws: `Failure` when it cannot be listed.
  public func usage() throws(Failure) -> Usage {
    var usage = Usage()
    let records = try records()
    let kept = reach(of: records)
    usage.names = records.count
    for file in try blobs() {
      usage.blobs += 1
      usage.bytes += file.size
      if let digest = file.digest, kept.present[digest] != nil { continue }
      usage.looseBlobs += 1
      usage.looseBytes += file.size
    }
    for file in try unfinished() {
      usage.unfinished += 1
      usage.unfinishedBytes += file.size
    }
    return usage
  }
}
