import Documents
public import HTTP
import Host
public import OCI
public import Source
public import Store
import Streams

/// The cache of GitHub Actions as a place for blobs, each an entry of its own.
///
/// Entries cannot be changed once they are there, so what a scope holds now is told by the newest entry
/// whose key begins with its name. Version 1 is the REST interface at `_apis/artifactcache`; version 2 is
/// `github.actions.results.api.v1.CacheService` with JSON over HTTP, which hands out addresses of
/// Azure's block blobs to write to and read from.
public struct ActionsCache: Sendable {
  /// Which interface the service has.
  public enum Version: Hashable, Sendable {
    /// The REST interface.
    case one
    /// The service of results.
    case two
  }

  /// What separates the caches of one repository, such as a name for each image.
  public let scope: String
  let version: Version
  private let base: WebAddress
  private let token: String
  private let client: HTTPClient
  /// What tells our entries from those of other programs.
  private static let family = Digest(of: Array("hardstand build cache 1".utf8)).hex
  private static let answerLimit = 1 << 20
  /// The bytes of one piece in version 1.
  private static let pieceSize: Int64 = 32 << 20

  /// A cache behind an address.
  /// - Parameters:
  ///   - address: Where the service is, as the environment of a job tells.
  ///   - version: Its interface.
  ///   - token: What the job may do, as the environment of a job tells; never shown.
  ///   - scope: What separates caches.
  ///   - http: How requests are made.
  /// - Throws: `Failure` when the address is none.
  public init(
    _ address: String, _ version: Version, token: String, scope: String, _ http: HTTPSettings
  ) throws(Failure) {
    guard let base = WebAddress(address.hasSuffix("/") ? address : address + "/") else {
      throw Failure(
        "cannot use the cache of GitHub Actions", because: ["`\(address)` is no address"],
        hint: "Check `url=`, or run in a job, where ACTIONS_RESULTS_URL names it")
    }
    self.base = base
    self.version = version
    self.token = token
    self.scope = scope
    client = HTTPClient(http)
  }

  // MARK: Keys

  private var rootPrefix: String {
    // A scope may hold what keys must not, such as commas.
    "hardstand-root-1-\(Digest(of: Array(scope.utf8)).hex.prefix(32))-"
  }

  private func key(_ digest: Digest) -> String {
    "hardstand-blob-1-\(digest.algorithm.rawValue)-\(digest.hex)"
  }

  // MARK: Reading

  /// The document that was stored last for the scope; nil where there is none.
  /// - Throws: `Failure` when the service cannot be asked.
  public func root() throws(Failure) -> [UInt8]? {
    guard let place = try find(rootPrefix, isPrefix: true) else { return nil }
    return try get(place, limit: ManifestDocument.maximumBytes)
  }

  /// Where an entry can be read; nil where there is none.
  private func find(_ key: String, isPrefix: Bool) throws(Failure) -> WebAddress? {
    let text: String?
    switch version {
    case .one:
      let (response, body) = try send(
        "GET", "_apis/artifactcache/cache",
        query: [("keys", key), ("version", Self.family)])
      if response.status == 204 || response.status == 404 { return nil }
      let json = try answer(response, body)
      guard let found = json["cacheKey"]?.string, isPrefix ? found.hasPrefix(key) : found == key
      else { return nil }
      text = json["archiveLocation"]?.string
    case .two:
      let (response, body) = try send(
        "GetCacheEntryDownloadURL",
        [
          "key": .string(key), "restore_keys": .array([.string(key)]),
          "version": .string(Self.family),
        ])
      if response.status == 404 { return nil }
      let json = try answer(response, body)
      guard json["ok"]?.bool == true else { return nil }
      let found = json["matched_key"]?.string ?? key
      guard isPrefix ? found.hasPrefix(key) : found == key else { return nil }
      text = json["signed_download_url"]?.string
    }
    guard let text, let address = base.resolving(text) else {
      throw trouble("it names no address to read from")
    }
    return address
  }

  private func get(_ place: WebAddress, limit: Int) throws(Failure) -> [UInt8] {
    do throws(HTTPError) {
      let (response, body) = try client.fetch(
        HTTPRequest("GET", place), limit: limit, redirects: 5)
      guard response.isSuccess else { throw refused(response) }
      return body
    } catch {
      throw error.failure
    }
  }

  // MARK: Writing

  /// Stores a document as the newest of the scope.
  /// - Parameter time: When, in milliseconds since 1970.
  /// - Throws: `Failure` when the service does not take it.
  public func setRoot(_ bytes: [UInt8], time: Int64) throws(Failure) {
    let random = String(UInt32.random(in: 0...UInt32.max), radix: 36)
    try put("\(rootPrefix)\(time)-\(random)", Int64(bytes.count)) { from, count in
      .bytes(Array(bytes[Int(from)..<Int(from + count)]))
    }
  }

  /// Stores a file under a digest, unless it is there.
  /// - Throws: `Failure` when the file cannot be read or the service does not take it.
  public func put(_ blob: Descriptor, file: String) throws(Failure) {
    if try find(key(blob.digest), isPrefix: false) != nil { return }
    try put(key(blob.digest), blob.size) { from, count in .file(file, from: from, count: count) }
  }

  private func put(
    _ key: String, _ size: Int64, _ body: (Int64, Int64) -> HTTPRequest.Body
  ) throws(Failure) {
    switch version {
    case .one: try putInPieces(key, size, body)
    case .two: try putWhole(key, size, body(0, size))
    }
  }

  private func putInPieces(
    _ key: String, _ size: Int64, _ body: (Int64, Int64) -> HTTPRequest.Body
  ) throws(Failure) {
    let wish: JSON = [
      "key": .string(key), "version": .string(Self.family), "cacheSize": .number(size),
    ]
    let (response, bytes) = try send(
      "POST", "_apis/artifactcache/caches", .bytes(wish.bytes()), type: "application/json")
    // Somebody else stores the same at this moment.
    if response.status == 409 { return }
    guard let number = try answer(response, bytes)["cacheId"]?.numberText else {
      throw trouble("it gives the entry no number")
    }
    var offset: Int64 = 0
    while offset < size {
      let count = min(Self.pieceSize, size - offset)
      let (response, bytes) = try send(
        "PATCH", "_apis/artifactcache/caches/\(number)", body(offset, count),
        type: "application/octet-stream", range: "bytes \(offset)-\(offset + count - 1)/*")
      try require(response, bytes)
      offset += count
    }
    let end: JSON = ["size": .number(size)]
    let (last, rest) = try send(
      "POST", "_apis/artifactcache/caches/\(number)", .bytes(end.bytes()), type: "application/json")
    try require(last, rest)
  }

  private func putWhole(
    _ key: String, _ size: Int64, _ body: HTTPRequest.Body
  ) throws(Failure) {
    let (response, bytes) = try send(
      "CreateCacheEntry", ["key": .string(key), "version": .string(Self.family)])
    if response.status == 409 { return }
    let json = try answer(response, bytes)
    // An entry of the same key exists, or is being written.
    guard json["ok"]?.bool == true else { return }
    guard let place = json["signed_upload_url"]?.string.flatMap({ base.resolving($0) }) else {
      throw trouble("it names no address to write to")
    }
    // The address holds the right to write; the token is for the service alone.
    var request = HTTPRequest("PUT", place, body: body)
    request.headers["Content-Type"] = "application/octet-stream"
    request.headers["x-ms-blob-type"] = "BlockBlob"
    request.headers["x-ms-version"] = "2021-12-02"
    do throws(HTTPError) {
      let (response, _) = try client.fetch(request, limit: Self.answerLimit)
      guard response.isSuccess else { throw refused(response) }
    } catch {
      throw error.failure
    }
    let (last, rest) = try send(
      "FinalizeCacheEntryUpload",
      ["key": .string(key), "size_bytes": .string("\(size)"), "version": .string(Self.family)])
    guard try answer(last, rest)["ok"]?.bool == true else {
      throw trouble("it does not keep the entry")
    }
  }

  // MARK: Requests

  private func send(
    _ method: String, _ json: JSON
  ) throws(Failure) -> (HTTPResponse, [UInt8]) {
    try send(
      "POST", "twirp/github.actions.results.api.v1.CacheService/\(method)", .bytes(json.bytes()),
      type: "application/json")
  }

  private func send(
    _ method: String, _ path: String, _ body: HTTPRequest.Body = .none, type: String? = nil,
    range: String? = nil, query: [(String, String)] = []
  ) throws(Failure) -> (HTTPResponse, [UInt8]) {
    guard let address = base.resolving(path)?.adding(query) else {
      throw trouble("its address is damaged")
    }
    var request = HTTPRequest(method, address, body: body)
    request.headers["Authorization"] = "Bearer \(token)"
    request.headers["Accept"] =
      version == .one ? "application/json;api-version=6.0-preview.1" : "application/json"
    if let type { request.headers["Content-Type"] = type }
    if let range { request.headers["Content-Range"] = range }
    var attempt = 0
    while true {
      do throws(HTTPError) {
        let (response, body) = try client.fetch(request, limit: Self.answerLimit)
        let isBusy = response.status == 429 || 500...599 ~= response.status
        if !isBusy || attempt == 3 { return (response, body) }
      } catch {
        if !error.isTransient || attempt == 3 { throw error.failure }
      }
      attempt += 1
      Cancellation.wait(.milliseconds(250 << attempt))
    }
  }

  private func answer(_ response: HTTPResponse, _ body: [UInt8]) throws(Failure) -> JSON {
    try require(response, body)
    return try JSON(reading: body, name: "the answer of the cache of GitHub Actions")
  }

  private func require(_ response: HTTPResponse, _ body: [UInt8]) throws(Failure) {
    if response.isSuccess { return }
    var reason = "it answers with status \(response.status)"
    if let json = try? JSON(reading: body, name: "answer"),
      let text = json["message"]?.string ?? json["msg"]?.string
    {
      reason += ": \(text.prefix(200))"
    }
    throw trouble(reason)
  }

  private func trouble(_ reason: String) -> Failure {
    Failure(
      "cannot use the cache of GitHub Actions at \(base)", because: [reason],
      hint: "Check the address and the token; a token ends with its job")
  }

  private func refused(_ response: HTTPResponse) -> HTTPError {
    HTTPError(.refused, trouble("\(response.address) answers with status \(response.status)"))
  }
}

extension ActionsCache: ImageSource {
  /// Entries go when nobody uses them for a week.
  public var givesAgain: Bool { false }

  /// The bytes of a document that was stored as a blob.
  public func document(_ descriptor: Descriptor) throws(Failure) -> [UInt8] {
    guard let place = try find(key(descriptor.digest), isPrefix: false) else {
      throw missing(descriptor)
    }
    return try get(place, limit: ManifestDocument.maximumBytes)
  }

  /// Writes the bytes of a blob.
  public func fetch(_ descriptor: Descriptor, into writer: BlobWriter) throws(Failure) {
    guard let place = try find(key(descriptor.digest), isPrefix: false) else {
      throw missing(descriptor)
    }
    try writer.restart()
    do throws(HTTPError) {
      let exchange = try client.open(HTTPRequest("GET", place), redirects: 5)
      defer { exchange.close() }
      guard exchange.response.isSuccess else { throw refused(exchange.response) }
      try exchange.copy(to: writer, limit: descriptor.size)
    } catch {
      throw error.failure
    }
  }

  private func missing(_ descriptor: Descriptor) -> Failure {
    Failure(
      "cannot fetch the blob \(descriptor.digest.short)",
      because: ["the cache of GitHub Actions does not have it any more"])
  }
}
