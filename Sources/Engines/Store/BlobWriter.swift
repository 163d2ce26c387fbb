import Host
public import OCI
public import Source
public import Streams

/// A blob on its way into the store.
///
/// It is in the store once `commit` returns. A writer of a known digest that goes away before that
/// leaves what it has, and the next one goes on there; one of an unknown digest leaves nothing.
public final class BlobWriter: ByteSink {
  private let store: ContentStore
  private let file: WritableFile
  private let expected: Descriptor?
  private let isDurable: Bool
  private var digester: Digester

  init(
    _ store: ContentStore, _ file: WritableFile, _ algorithm: Digest.Algorithm, isDurable: Bool
  ) {
    self.store = store
    self.file = file
    expected = nil
    self.isDurable = isDurable
    file.sendsEarly = isDurable
    digester = Digester(algorithm)
  }

  init(
    _ store: ContentStore, _ file: WritableFile, expecting descriptor: Descriptor, isDurable: Bool
  ) throws(Failure) {
    self.store = store
    self.file = file
    expected = descriptor
    self.isDurable = isDurable
    file.sendsEarly = isDurable
    digester = Digester(descriptor.digest.algorithm)
    // What a crash or a power cut left is hashed anew; a wrong byte in it shows at the end.
    if file.size > descriptor.size { try file.truncate() }
    if file.size > 0 {
      let stream = try FileStream(file.path)
      while let piece = try stream.next() { digester.add(piece) }
    }
  }

  /// How many bytes it has.
  public var count: Int64 { digester.count }

  /// The digest of the bytes that it has.
  public func digest() -> Digest { digester.finish() }

  /// The blob that it is to become; nil where that is not known.
  public var descriptor: Descriptor? { expected }

  /// Takes the next bytes.
  /// - Throws: `Failure` when they cannot be written, or are more than the blob has.
  public func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    if let expected, digester.count + Int64(bytes.count) > expected.size {
      try? restart()
      throw Failure(
        "cannot trust the blob \(expected.digest)",
        because: ["it has more than the \(expected.size) bytes that it should have"],
        hint: "get it again from a source that you trust")
    }
    try file.write(bytes)
    digester.add(bytes)
  }

  /// Forgets all that was written.
  /// - Throws: `Failure` when the file cannot be cut.
  public func restart() throws(Failure) {
    try file.truncate()
    digester = Digester(digester.algorithm)
  }

  /// Puts the blob under its digest.
  /// - Returns: The digest and the number of bytes.
  /// - Throws: `Failure` when the bytes are not those of the digest, in which case they are
  ///   forgotten, or when the disk does not take them.
  @discardableResult
  public func commit() throws(Failure) -> (digest: Digest, size: Int64) {
    let digest = digester.finish()
    if let expected, digest != expected.digest || digester.count != expected.size {
      let reason =
        digester.count == expected.size
        ? "its digest is \(digest)"
        : "it has \(digester.count) bytes and not the \(expected.size) that it should have"
      // A part of the right size so far is worth keeping; a wrong one is not.
      if digester.count >= expected.size { file.discard() }
      throw Failure(
        "cannot trust the blob \(expected.digest)", because: [reason],
        hint: "get it again from a source that you trust")
    }
    if isDurable { try file.synchronize() }
    try file.move(to: store.path(of: digest), mode: 0o444)
    return (digest, digester.count)
  }

  /// Puts the blob under its digest, which must be a certain one where that is given.
  /// - Parameters:
  ///   - digest: What the bytes must hash to; nil for anything.
  ///   - what: What was read, for the failure.
  func commit(
    expecting digest: Digest?, _ what: String
  ) throws(Failure) -> (digest: Digest, size: Int64) {
    if let digest, digester.finish() != digest {
      throw Failure(
        "cannot trust \(what)", because: ["its digest is \(digester.finish())"],
        hint: "get it again from a source that you trust")
    }
    return try commit()
  }
}
