import HTTP
public import OCI
import Source
import Streams

extension RegistryClient {
  /// Whether a repository has a blob (OCI distribution-spec, end-2 with HEAD). Mirrors are not asked.
  public func exists(_ digest: Digest, in repository: Repository) throws(RegistryError) -> Bool {
    let call = Call(
      "cannot look up the blob \(digest.short) in \(repository)", repository, Scope.pull)
    return try exists(digest, repository.path, call)
  }

  func exists(_ digest: Digest, _ path: String, _ call: Call) throws(RegistryError) -> Bool {
    let exchange = try send(call, "HEAD", "/v2/\(path)/blobs/\(digest)")
    exchange.finish()
    if exchange.response.status == 404 { return false }
    if !exchange.response.isSuccess { throw error(call, exchange) }
    if exchange.response.mediaType == "text/html" {
      throw ErrorAnswer.noRegistry(call.what, exchange.response)
    }
    return true
  }

  /// A small blob, such as a configuration, checked.
  /// - Parameter limit: How many bytes at most, whatever the descriptor says.
  /// - Throws: `RegistryError`.
  public func blob(
    _ blob: Descriptor, of repository: Repository, limit: Int
  ) throws(RegistryError) -> [UInt8] {
    if blob.size > Int64(limit) {
      throw RegistryError(
        .corrupt, "cannot read the blob \(blob.digest.short) of \(repository)",
        ["it has \(blob.size) bytes, and at most \(limit) are sensible"],
        hint: "do not use this image")
    }
    let sink = BlobInMemory(blob.digest.algorithm)
    try pull(blob, of: repository, into: sink)
    return sink.bytes
  }

  /// Pulls a blob (OCI distribution-spec, end-2).
  ///
  /// What the sink has is taken for the beginning of the blob, and only the rest is asked for; that
  /// also happens after a connection broke. More bytes than the descriptor says are never taken.
  /// Mirrors are asked first, and what one sent is forgotten where it has the wrong digest.
  /// - Throws: `RegistryError`; `.corrupt` where size or digest are wrong.
  public func pull(
    _ blob: Descriptor, of repository: Repository, into sink: any BlobSink
  ) throws(RegistryError) {
    let what = "cannot pull the blob \(blob.digest.short) of \(repository)"
    progress?(.began(blob.digest, size: blob.size))
    try pulling(repository, what) { call, path throws(RegistryError) in
      try pull(blob, path, call, into: sink)
    }
    progress?(.finished(blob.digest, .transferred))
  }

  private func pull(
    _ blob: Descriptor, _ path: String, _ call: Call, into sink: any BlobSink
  ) throws(RegistryError) {
    // Bytes from an earlier time may be wrong: then, and only then, it starts anew.
    var mayRestart = sink.count > 0
    if sink.count > blob.size { try local { () throws(Failure) in try sink.restart() } }
    while true {
      try receive(blob, path, call, into: sink)
      let actual = try local { () throws(Failure) in try sink.digest() }
      if actual == blob.digest { return }
      try local { () throws(Failure) in try sink.restart() }
      if !mayRestart {
        throw RegistryError(
          .corrupt, call.what,
          ["\(call.endpoint.name) sends bytes whose digest is \(actual) and not \(blob.digest)"],
          hint: "try again; if it stays so, do not trust this registry")
      }
      mayRestart = false
    }
  }

  /// How many bytes an attempt must bring so that a server that breaks off again and again comes to an end.
  private static let worthwhile: Int64 = 1 << 20

  /// Fills the sink up to the size of the blob.
  private func receive(
    _ blob: Descriptor, _ path: String, _ call: Call, into sink: any BlobSink
  ) throws(RegistryError) {
    var attempts = Attempts(settings, cancellation, limit: call.endpoint.isMirror ? 2 : nil)
    var usesRange = true
    while sink.count < blob.size {
      let had = sink.count
      let asksForRest = had > 0 && usesRange
      let headers = HTTPHeaders(asksForRest ? [("Range", "bytes=\(had)-")] : [])
      let exchange = try send(call, "GET", "/v2/\(path)/blobs/\(blob.digest)", headers: headers)
      let response = exchange.response
      var skipped = had
      switch response.status {
      case 206 where asksForRest && ContentRange(response)?.start == had: skipped = 0
      case 200: break
      case 206, 416:
        exchange.close()
        if !usesRange { throw error(call, exchange) }
        usesRange = false
        continue
      default: throw error(call, exchange)
      }
      if response.mediaType == "text/html" { throw ErrorAnswer.noRegistry(call.what, response) }
      let intake = BlobIntake(sink, blob, skipping: skipped, progress)
      do throws(HTTPError) {
        try exchange.copy(to: intake)
      } catch {
        if intake.isTooLong { throw tooLong(blob, call) }
        // What came is kept, and attempts count anew where that was worth the while.
        if sink.count - had >= RegistryClient.worthwhile { attempts.startAnew() }
        if error.isTransient, attempts.next() { continue }
        throw RegistryError(call.what, error)
      }
      if sink.count < blob.size {
        if sink.count - had >= RegistryClient.worthwhile { attempts.startAnew() }
        if attempts.next() { continue }
        throw RegistryError(
          .corrupt, call.what,
          ["\(call.endpoint.name) sends \(sink.count) bytes and not \(blob.size)"],
          hint: "try again; if it stays so, the registry has lost a part of it")
      }
    }
  }

  private func tooLong(_ blob: Descriptor, _ call: Call) -> RegistryError {
    RegistryError(
      .corrupt, call.what, ["\(call.endpoint.name) sends more than the \(blob.size) bytes it has"],
      hint: "do not trust this registry")
  }

  /// Does something on this side.
  func local<Result>(_ body: () throws(Failure) -> Result) throws(RegistryError) -> Result {
    do throws(Failure) {
      return try body()
    } catch {
      throw RegistryError(.local, error)
    }
  }
}

/// Which bytes an answer holds (RFC 9110, section 14.4).
struct ContentRange {
  let start: Int64

  init?(_ response: HTTPResponse) {
    guard let text = response.headers["Content-Range"], text.lowercased().hasPrefix("bytes "),
      let start = Int64(text.dropFirst(6).prefix { $0 != "-" })
    else { return nil }
    self.start = start
  }
}

/// Hands the bytes of a blob on: without those that are there, and no more than there should be.
private final class BlobIntake: ByteSink {
  private(set) var isTooLong = false
  private let sink: any BlobSink
  private let blob: Descriptor
  private var skip: Int64
  private let progress: (@Sendable (TransferProgress) -> Void)?

  init(
    _ sink: any BlobSink, _ blob: Descriptor, skipping skip: Int64,
    _ progress: (@Sendable (TransferProgress) -> Void)?
  ) {
    self.sink = sink
    self.blob = blob
    self.skip = skip
    self.progress = progress
  }

  func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    let fresh = bytes.dropFirst(Int(min(skip, Int64(bytes.count))))
    skip -= Int64(bytes.count - fresh.count)
    if fresh.isEmpty { return }
    if Int64(fresh.count) > blob.size - sink.count {
      isTooLong = true
      throw Failure("cannot take more than \(blob.size) bytes")
    }
    try sink.write(fresh)
    progress?(.advanced(blob.digest, bytes: sink.count))
  }
}
