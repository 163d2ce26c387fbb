import HTTP
import OCI
import Source
import Streams

extension RegistryClient {
  /// The bytes of a chunk where none were said.
  private static let usualChunk: Int64 = 16 << 20
  /// The most bytes of a chunk that is held in memory because the size of the blob is not known.
  private static let heldChunk: Int64 = 64 << 20

  /// Sends a blob piece by piece (OCI distribution-spec, end-5), going on after a failure where the
  /// registry says that it stopped.
  func sendChunks(
    _ digest: Digest, _ source: BlobSource, _ upload: Upload, _ call: Call
  ) throws(RegistryError) {
    var upload = upload
    var attempts = Attempts(settings, cancellation)
    let size = max(settings.chunkSize ?? RegistryClient.usualChunk, upload.smallestChunk, 1)
    if source.size == nil, size > RegistryClient.heldChunk {
      throw RegistryError(
        .unsupported, call.what, ["the registry wants chunks of \(size) bytes"],
        hint: "set a smaller chunk size, or push it from a file")
    }
    var reader = ChunkReader(source, digest, progress)
    var position: Int64 = 0
    while let chunk = try local({ () throws(Failure) in try reader.chunk(at: position, size) }) {
      switch try send(chunk, at: position, &upload, call) {
      case .taken(let next):
        // A registry may take less than was sent, but never more.
        if next <= position || next > position + chunk.length {
          if !attempts.next() { throw lost(call) }
          position = try status(&upload, call, sent: position + chunk.length)
        } else {
          attempts.startAnew()
          position = next
        }
      case .failed(let error):
        if !attempts.next() { throw error }
        position = try status(&upload, call, sent: position + chunk.length)
      }
    }
    try complete(digest, upload, call, .bytes([]))
  }

  private enum ChunkOutcome {
    case taken(next: Int64)
    case failed(RegistryError)
  }

  private func send(
    _ chunk: ChunkReader.Chunk, at position: Int64, _ upload: inout Upload, _ call: Call
  ) throws(RegistryError) -> ChunkOutcome {
    var once = call
    once.isRepeatable = false
    var request = HTTPRequest("PATCH", upload.address, body: chunk.body)
    request.headers["Content-Type"] = "application/octet-stream"
    let end = position + chunk.length
    request.headers["Content-Range"] = "\(position)-\(end - 1)"
    do throws(RegistryError) {
      let exchange = try send(once, request)
      let response = exchange.response
      if response.status == 202 || response.status == 201 || response.status == 204 {
        exchange.finish()
        upload.move(response)
        let next = RegistryClient.end(of: response) ?? end
        return .taken(next: next == 0 && end == 1 ? 1 : next)
      }
      let error = error(call, exchange)
      if response.status == 416 || Attempts.isWorthwhile(response.status) { return .failed(error) }
      throw error
    } catch {
      switch error.kind {
      case .network(.truncated), .network(.timeout), .network(.unreachable): return .failed(error)
      default: throw error
      }
    }
  }

  /// Where the bytes that are still missing begin (OCI distribution-spec, end-13).
  private func status(
    _ upload: inout Upload, _ call: Call, sent: Int64
  ) throws(RegistryError) -> Int64 {
    let exchange = try send(call, HTTPRequest("GET", upload.address))
    let response = exchange.response
    if !response.isSuccess { throw error(call, exchange) }
    exchange.finish()
    upload.move(response)
    let next = RegistryClient.end(of: response) ?? 0
    if next > sent { throw lost(call) }
    return next
  }

  private func lost(_ call: Call) -> RegistryError {
    RegistryError(
      .server, call.what, ["\(call.endpoint.name) does not say how much it has"], hint: "try again")
  }

  /// The byte after the last one that a registry has; nil where it does not say.
  ///
  /// `0-0` stands for one byte, and with some registries for none: then the answer to the next
  /// chunk tells.
  private static func end(of response: HTTPResponse) -> Int64? {
    guard var text = response.headers["Range"] else { return nil }
    if text.hasPrefix("bytes=") { text.removeFirst(6) }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, Int64(parts[0]) == 0, let last = Int64(parts[1]), last >= 0 else {
      return nil
    }
    return last == 0 ? 0 : last + 1
  }
}

/// Reads a blob chunk by chunk, in order, and again from where it is asked to.
private struct ChunkReader {
  struct Chunk {
    let length: Int64
    let body: HTTPRequest.Body
  }

  private let source: BlobSource
  private let digest: Digest
  private let progress: (@Sendable (TransferProgress) -> Void)?
  /// For a blob of unknown size: the open stream, where it is, and bytes that were read too far.
  private var stream: (any ByteStream)?
  private var offset: Int64 = 0
  private var rest: [UInt8] = []

  init(
    _ source: BlobSource, _ digest: Digest, _ progress: (@Sendable (TransferProgress) -> Void)?
  ) {
    self.source = source
    self.digest = digest
    self.progress = progress
  }

  /// The chunk at a position; nil at the end.
  mutating func chunk(at position: Int64, _ size: Int64) throws(Failure) -> Chunk? {
    guard let total = source.size else { return try heldChunk(at: position, size) }
    let length = min(size, total - position)
    if length <= 0 { return nil }
    let (source, digest, progress) = (source, digest, progress)
    let body = HTTPRequest.Body.stream(length: length) { () throws(Failure) -> any ByteStream in
      BlobOutlet(try source.open(position), digest, at: position, limit: length, progress)
    }
    return Chunk(length: length, body: body)
  }

  private mutating func heldChunk(at position: Int64, _ size: Int64) throws(Failure) -> Chunk? {
    if stream == nil || offset != position {
      stream = try source.open(position)
      offset = position
      rest = []
    }
    var bytes = rest
    while Int64(bytes.count) < size, let piece = try stream?.next() { bytes += piece }
    rest = Array(bytes.dropFirst(Int(size)))
    bytes.removeLast(rest.count)
    offset += Int64(bytes.count)
    if bytes.isEmpty { return nil }
    progress?(.advanced(digest, bytes: offset))
    return Chunk(length: Int64(bytes.count), body: .bytes(bytes))
  }
}
