public import Source
public import Streams

/// A stream that fails unless its bytes are those that a descriptor names.
///
/// Bytes past the size are never handed on; the digest is known to be right only once the stream
/// has ended, so whoever uses bytes before that must be able to undo it.
public final class VerifiedStream: ByteStream {
  private let source: any ByteStream
  private let digest: Digest
  private let size: Int64?
  private let what: String
  private var digester: Digester
  private var isDone = false

  /// The bytes of `source`, which must be the blob that `digest` and `size` name.
  /// - Parameters:
  ///   - source: The bytes.
  ///   - digest: What they must hash to.
  ///   - size: How many they must be; nil where that is not known.
  ///   - what: What is read, for the failure, such as "layer sha256:…".
  public init(_ source: any ByteStream, digest: Digest, size: Int64?, what: String) {
    self.source = source
    self.digest = digest
    self.size = size
    self.what = what
    digester = Digester(digest.algorithm)
  }

  /// The next piece.
  public func next() throws(Failure) -> [UInt8]? {
    if isDone { return nil }
    guard let piece = try source.next() else {
      isDone = true
      try check()
      return nil
    }
    digester.add(piece)
    if let size, digester.count > size {
      throw Failure(
        "cannot trust \(what)", because: ["it has more than the \(size) bytes that it should have"],
        hint: "get it again from a source that you trust")
    }
    return piece
  }

  private func check() throws(Failure) {
    if let size, digester.count != size {
      throw Failure(
        "cannot trust \(what)",
        because: ["it has \(digester.count) bytes and not the \(size) that it should have"],
        hint: "get it again from a source that you trust")
    }
    let actual = digester.finish()
    if actual != digest {
      throw Failure(
        "cannot trust \(what)", because: ["its digest is \(actual) and not \(digest)"],
        hint: "get it again from a source that you trust")
    }
  }
}
