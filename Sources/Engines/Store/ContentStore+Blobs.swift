import Host
public import OCI
public import Source
public import Streams

extension ContentStore {
  /// Where the blob of a digest is or would be.
  public func path(of digest: Digest) -> String {
    path("blobs/\(digest.algorithm.rawValue)/\(digest.hex)")
  }

  /// The bytes of a blob; nil where it is not stored.
  public func size(of digest: Digest) -> Int64? {
    guard let status = Files.statusOfLink(path(of: digest)), status.kind == .file else {
      return nil
    }
    return Int64(status.size)
  }

  /// Whether a blob is stored, as large as it must be.
  public func contains(_ descriptor: Descriptor) -> Bool {
    size(of: descriptor.digest) == descriptor.size
  }

  /// The bytes of a blob, which fail at their end unless they are those of its digest.
  /// - Parameters:
  ///   - descriptor: The blob.
  ///   - isUse: Whether it counts as used now, so that it is collected later than others.
  /// - Throws: `Failure` when it is not stored or has another size.
  public func open(
    _ descriptor: Descriptor, isUse: Bool = true
  ) throws(Failure) -> any ByteStream {
    let file = path(of: descriptor.digest)
    guard let size = size(of: descriptor.digest) else { throw missing(descriptor.digest) }
    if size != descriptor.size {
      throw Failure(
        "cannot trust the blob \(descriptor.digest)",
        because: ["`\(file)` has \(size) bytes and not \(descriptor.size)"],
        hint: "run `hardstand store verify --remove` and get the image again")
    }
    if isUse { Files.touch(file) }
    return VerifiedStream(
      try FileStream(file), digest: descriptor.digest, size: size,
      what: "the blob \(descriptor.digest) of the store")
  }

  /// A small blob as a whole, checked.
  /// - Throws: `Failure` when it is not stored, larger than `limit`, or altered.
  public func read(
    _ descriptor: Descriptor, limit: Int, isUse: Bool = true
  ) throws(Failure) -> [UInt8] {
    if descriptor.size > Int64(limit) {
      throw Failure(
        "cannot read the blob \(descriptor.digest)", because: ["it is larger than \(limit) bytes"])
    }
    return try open(descriptor, isUse: isUse).readAll(
      limit: limit, what: "the blob \(descriptor.digest)")
  }

  /// A writer of a blob whose digest is known, which goes on where an earlier one stopped; nil where
  /// the blob is stored.
  ///
  /// Waits while another process or thread writes the same blob.
  /// - Parameters:
  ///   - descriptor: The blob.
  ///   - isDurable: Whether the blob is on the disk once it is in the store, so that a power cut does not
  ///     take it. That costs as long as the disk takes, and is of no use for what can be had again.
  /// - Throws: `Failure` when the file cannot be written, or what is there cannot be read.
  public func writer(
    for descriptor: Descriptor, isDurable: Bool = true
  ) throws(Failure) -> BlobWriter? {
    if contains(descriptor) {
      Files.touch(path(of: descriptor.digest))
      return nil
    }
    let name = "partial/\(descriptor.digest.algorithm.rawValue)-\(descriptor.digest.hex)"
    let file = try WritableFile.resume(path(name), mode: 0o644)
    if contains(descriptor) {
      file.discard()
      return nil
    }
    return try BlobWriter(self, file, expecting: descriptor, isDurable: isDurable)
  }

  /// A writer of a blob whose digest is not known yet.
  /// - Parameter isDurable: Whether the blob is on the disk when it is in the store.
  /// - Throws: `Failure` when the file cannot be made.
  public func writer(
    _ algorithm: Digest.Algorithm = .sha256, isDurable: Bool = true
  ) throws(Failure) -> BlobWriter {
    let name = Files.freshName
    let file = try WritableFile.create(path("ingest/\(name)"), mode: 0o644, isTemporary: true)
    return BlobWriter(self, file, algorithm, isDurable: isDurable)
  }

  /// Stores bytes.
  /// - Parameter isDurable: Whether they are on the disk with the return; where not, a power cut may
  ///   take them, and nothing else.
  /// - Returns: Their descriptor.
  /// - Throws: `Failure` when they cannot be written.
  @discardableResult
  public func put(
    _ bytes: [UInt8], _ mediaType: MediaType, _ algorithm: Digest.Algorithm = .sha256,
    isDurable: Bool = true
  ) throws(Failure) -> Descriptor {
    let digest = Digest(of: bytes, algorithm)
    let descriptor = Descriptor(mediaType: mediaType, digest: digest, size: Int64(bytes.count))
    if contains(descriptor) {
      Files.touch(path(of: digest))
      return descriptor
    }
    let writer = try writer(algorithm, isDurable: isDurable)
    try writer.write(bytes)
    try writer.commit()
    return descriptor
  }

  func missing(_ digest: Digest) -> Failure {
    Failure(
      "cannot read the blob \(digest)", because: ["the store `\(root)` does not have it"],
      hint: "pull the image again")
  }
}
