import HTTP
public import OCI
import Source
import Streams

extension RegistryClient {
  /// Pushes a blob, unless the repository has it or can take it from another one.
  ///
  /// It goes in one piece where its size is known and no chunk size is set, else in chunks. What
  /// breaks off goes on where it stopped (chunks) or from the start (one piece).
  /// - Parameters:
  ///   - digest: What the bytes hash to, which the registry checks.
  ///   - source: The bytes.
  ///   - others: Repositories of the same registry that may have it.
  /// - Returns: How it came to be there.
  /// - Throws: `RegistryError`.
  @discardableResult
  public func push(
    _ digest: Digest, from source: BlobSource, to repository: Repository,
    orMountFrom others: [Repository] = []
  ) throws(RegistryError) -> TransferProgress.Outcome {
    let call = Call(
      "cannot push the blob \(digest.short) to \(repository)", repository, Scope.push)
    progress?(.began(digest, size: source.size))
    let outcome: TransferProgress.Outcome
    if try exists(digest, repository.path, call) {
      outcome = .existed
    } else {
      outcome = try send(digest, source, repository, others, call)
    }
    progress?(.finished(digest, outcome))
    return outcome
  }

  private func send(
    _ digest: Digest, _ source: BlobSource, _ repository: Repository, _ others: [Repository],
    _ call: Call
  ) throws(RegistryError) -> TransferProgress.Outcome {
    var upload: Upload?
    for other in others where other.registry == repository.registry && other != repository {
      let mount = Call(call.what, call.endpoint, call.path, call.scopes + [.pull(other.path)])
      let query = [("mount", digest.description), ("from", other.path)]
      // Whoever may not read the other repository can still push the bytes.
      switch try? begin(mount, repository.path, query) {
      case nil: continue
      case .mounted: return .mounted
      case .waiting(let session): upload = session
      }
      break
    }
    var attempts = Attempts(settings, cancellation)
    while true {
      do throws(RegistryError) {
        let session: Upload
        if let begun = upload {
          session = begun
        } else {
          guard case .waiting(let begun) = try begin(call, repository.path, []) else {
            return .mounted
          }
          session = begun
        }
        upload = nil
        if let size = source.size, settings.chunkSize == nil {
          try sendWhole(digest, source, size, session, call)
        } else {
          try sendChunks(digest, source, session, call)
        }
        return .transferred
      } catch {
        // An upload that is not there any more, or broke off, begins anew.
        if !RegistryClient.isWorthAnotherUpload(error) || !attempts.next() { throw error }
        progress?(.advanced(digest, bytes: 0))
      }
    }
  }

  private static func isWorthAnotherUpload(_ error: RegistryError) -> Bool {
    switch error.kind {
    case .server, .tooMany, .missing, .network(.unreachable), .network(.timeout),
      .network(.truncated):
      true
    default: false
    }
  }

  /// What a registry makes of the wish to upload.
  private enum Beginning {
    /// It has the bytes.
    case mounted
    /// It waits for the bytes.
    case waiting(Upload)
  }

  /// Begins an upload (OCI distribution-spec, end-4a and end-11).
  private func begin(
    _ call: Call, _ path: String, _ query: [(String, String)]
  ) throws(RegistryError) -> Beginning {
    let exchange = try send(
      call, "POST", "/v2/\(path)/blobs/uploads/", query: query, body: .bytes([]))
    let response = exchange.response
    switch response.status {
    case 201 where !query.isEmpty:
      exchange.finish()
      return .mounted
    case 202:
      exchange.finish()
      return .waiting(try Upload(response, call))
    case 200...299:
      throw ErrorAnswer.noRegistry(call.what, response)
    default: throw error(call, exchange)
    }
  }

  /// Sends all bytes at once (OCI distribution-spec, end-6).
  private func sendWhole(
    _ digest: Digest, _ source: BlobSource, _ size: Int64, _ upload: Upload, _ call: Call
  ) throws(RegistryError) {
    let progress = progress
    let body = HTTPRequest.Body.stream(length: size) { () throws(Failure) -> any ByteStream in
      BlobOutlet(try source.open(0), digest, at: 0, limit: size, progress)
    }
    try complete(digest, upload, call, body)
  }

  /// Ends an upload, with its last bytes or none.
  func complete(
    _ digest: Digest, _ upload: Upload, _ call: Call, _ body: HTTPRequest.Body
  ) throws(RegistryError) {
    var call = call
    call.isRepeatable = false
    var request = HTTPRequest(
      "PUT", upload.address.adding([("digest", digest.description)]), body: body)
    request.headers["Content-Type"] = "application/octet-stream"
    let exchange = try send(call, request)
    let response = exchange.response
    if response.status != 201, response.status != 204 {
      if response.isSuccess { throw ErrorAnswer.noRegistry(call.what, response) }
      throw error(call, exchange)
    }
    exchange.finish()
    if let told = response.headers["Docker-Content-Digest"].flatMap({ Digest($0) }),
      told.algorithm == digest.algorithm, told != digest
    {
      throw RegistryError(
        .corrupt, call.what, ["\(call.endpoint.name) stored it as \(told)"],
        hint: "try again; if it stays so, something between here and the registry alters content")
    }
  }
}

/// An upload that a registry waits for.
struct Upload {
  /// Where the next bytes go.
  private(set) var address: WebAddress
  /// The bytes that a chunk must have, but for the last; 0 where the registry does not mind.
  let smallestChunk: Int64

  /// The upload that an answer tells of.
  init(_ response: HTTPResponse, _ call: Call) throws(RegistryError) {
    guard
      let address = response.headers["Location"].flatMap({ response.address.resolving($0) })
    else {
      throw RegistryError(
        .noRegistry, call.what, ["\(call.endpoint.name) does not say where to send the bytes"],
        hint: "check the name of the registry and the proxy settings")
    }
    self.address = address
    smallestChunk = response.headers.count("OCI-Chunk-Min-Length") ?? 0
  }

  /// Takes note of where the next bytes go, where an answer says so.
  mutating func move(_ response: HTTPResponse) {
    if let next = response.headers["Location"].flatMap({ response.address.resolving($0) }) {
      address = next
    }
  }
}

/// The bytes of a blob on their way out, counted, and no more than there should be.
final class BlobOutlet: ByteStream {
  private let source: any ByteStream
  private let digest: Digest
  private var position: Int64
  private var left: Int64
  private let progress: (@Sendable (TransferProgress) -> Void)?

  init(
    _ source: any ByteStream, _ digest: Digest, at position: Int64, limit: Int64,
    _ progress: (@Sendable (TransferProgress) -> Void)?
  ) {
    self.source = source
    self.digest = digest
    self.position = position
    self.left = limit
    self.progress = progress
  }

  func next() throws(Failure) -> [UInt8]? {
    if left == 0 { return nil }
    guard var piece = try source.next() else {
      throw Failure(
        "cannot send the blob \(digest.short)", because: ["it has fewer bytes than it should have"],
        hint: "check that no other program changes it")
    }
    if Int64(piece.count) > left { piece.removeLast(piece.count - Int(left)) }
    left -= Int64(piece.count)
    position += Int64(piece.count)
    progress?(.advanced(digest, bytes: position))
    return piece
  }
}
