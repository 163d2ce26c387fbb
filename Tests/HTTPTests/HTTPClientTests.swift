import Crypto
import Documents
import HTTP
import Host
import Source
import Streams
import TestSupport
import Testing

/// The server of this suite, started once.
private let server = Result { try ServerProcess("odd.py") }

private func address(_ path: String, host: String = "127.0.0.1") throws -> WebAddress {
  try #require(WebAddress("http://\(host):\(try server.get().port)\(path)"))
}

/// Settings under which a test need not wait long.
private func impatient() -> HTTPSettings {
  var settings = HTTPSettings()
  settings.connectTime = .milliseconds(500)
  settings.answerTime = .milliseconds(500)
  settings.stallTime = .milliseconds(500)
  return settings
}

@Suite struct HTTPClientTests {
  @Test func fetches() throws {
    let client = HTTPClient()
    let (response, body) = try client.fetch(HTTPRequest("GET", address("/ok")), limit: 100)
    #expect(response.status == 200)
    #expect(response.headers["content-TYPE"] == "text/plain; charset=utf-8")
    #expect(response.mediaType == "text/plain")
    #expect(response.length == 5)
    #expect(body == Array("hello".utf8))
  }

  @Test(arguments: ["/chunked", "/interim"])
  func readsEveryFraming(path: String) throws {
    let body = try HTTPClient().fetch(HTTPRequest("GET", address(path)), limit: 100).body
    #expect(String(decoding: body, as: UTF8.self).hasPrefix("hello"))
  }

  @Test func takesOnlyTheFinalHeaders() throws {
    let response = try HTTPClient().fetch(HTTPRequest("GET", address("/interim")), limit: 9)
      .response
    #expect(response.headers["Link"] == nil)
    #expect(response.headers["X-Final"] == "yes")
  }

  @Test func headHasNoBody() throws {
    let (response, body) = try HTTPClient().fetch(
      HTTPRequest("HEAD", address("/big/999")), limit: 9)
    #expect(response.length == 999)
    #expect(body.isEmpty)
  }

  @Test func keepsConnections() throws {
    let client = HTTPClient()
    let first = try client.fetch(HTTPRequest("GET", address("/connection")), limit: 100).body
    for _ in 0..<5 {
      #expect(
        try client.fetch(HTTPRequest("GET", address("/connection")), limit: 100).body == first)
    }
  }

  @Test(arguments: ["POST", "PUT", "PATCH", "DELETE"])
  func sendsBytes(method: String) throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let headers = HTTPHeaders([("X-Empty", ""), ("X-Two", "a"), ("X-Two", "b")])
    let echo = try echo(
      HTTPRequest(method, address("/echo?q"), headers: headers, body: .bytes(bytes)))
    #expect(echo["method"]?.string == method)
    #expect(echo["count"]?.int == bytes.count)
    #expect(echo["sha256"]?.string == sha256(bytes))
    #expect(echo["headers"]?["content-length"]?.string == "100000")
    #expect(echo["headers"]?["x-empty"]?.string == "")
    #expect(echo["headers"]?["expect"] == nil)
  }

  @Test func sendsEmptyBodies() throws {
    let echo = try echo(HTTPRequest("POST", address("/echo"), body: .bytes([])))
    #expect(echo["headers"]?["content-length"]?.string == "0")
  }

  @Test(arguments: [true, false])
  func sendsStreams(knowsLength: Bool) throws {
    let bytes = [UInt8](repeating: 7, count: 3_000_000)
    let body = HTTPRequest.Body.stream(length: knowsLength ? 3_000_000 : nil) {
      () throws(Failure) -> any ByteStream in BytesInMemory(bytes)
    }
    let echo = try echo(HTTPRequest("PUT", address("/echo"), body: body))
    #expect(echo["count"]?.int == 3_000_000)
    #expect(echo["sha256"]?.string == sha256(bytes))
    let coding = echo["headers"]?["transfer-encoding"]?.string
    #expect(coding == (knowsLength ? nil : "chunked"))
  }

  @Test func streamsWithoutHoldingAll() throws {
    var settings = HTTPSettings()
    settings.bufferBytes = 1 << 18
    let exchange = try HTTPClient(settings).open(HTTPRequest("GET", address("/big/50000000")))
    var count = 0
    var largest = 0
    while let piece = try exchange.next() {
      count += piece.count
      largest = max(largest, piece.count)
    }
    #expect(count == 50_000_000)
    #expect(largest <= 1 << 19)
    #expect(try exchange.next() == nil)
  }

  @Test(arguments: [0, 1, 5_000_000, 30_000_000] as [Int64])
  func sinksGetEverything(size: Int64) throws {
    let sink = CountingSink()
    let exchange = try HTTPClient().open(HTTPRequest("GET", address("/big/\(size)")))
    #expect(try exchange.copy(to: sink) == size)
    #expect(sink.count == size)
    #expect(sink.isInOrder)
  }

  @Test(arguments: [1000, 20_000_000] as [Int64])
  func sinksThatFailEndTheTransfer(at place: Int64) throws {
    let sink = CountingSink(failingAt: place)
    let exchange = try HTTPClient().open(HTTPRequest("GET", address("/big/1000000000")))
    let error = #expect(throws: HTTPError.self) { try exchange.copy(to: sink) }
    #expect(error?.kind == .local)
    #expect(error?.failure.what == "the disk is full")
  }

  @Test func noMoreThanTheLimitIsStored() throws {
    let sink = CountingSink()
    let exchange = try HTTPClient().open(HTTPRequest("GET", address("/big/100000000")))
    let error = #expect(throws: HTTPError.self) { try exchange.copy(to: sink, limit: 10_000_000) }
    #expect(error?.kind == .tooLarge)
    #expect(sink.count <= 10_000_000)
  }

  @Test func slowReadersAreNoStall() throws {
    let exchange = try HTTPClient(impatient()).open(HTTPRequest("GET", address("/big/9000000")))
    var count = 0
    while let piece = try exchange.next() {
      if count == 0 { _ = try Spawn("sleep", ["1"]).run() }
      count += piece.count
    }
    #expect(count == 9_000_000)
  }

  @Test func failuresOfTheCallerStayTheirs() throws {
    let body = HTTPRequest.Body.stream(length: 5) { () throws(Failure) -> any ByteStream in
      throw Failure("cannot read the layer")
    }
    let error = #expect(throws: HTTPError.self) {
      _ = try HTTPClient().open(HTTPRequest("PUT", address("/echo"), body: body))
    }
    #expect(error?.kind == .local)
    #expect(error?.failure.what == "cannot read the layer")
  }

  @Test func stopsWhenCancelled() throws {
    var settings = HTTPSettings()
    let cancellation = Cancellation()
    settings.cancellation = cancellation
    let exchange = try HTTPClient(settings).open(HTTPRequest("GET", address("/stall")))
    _ = try exchange.read()
    cancellation.cancel()
    let error = #expect(throws: HTTPError.self) { try exchange.read() }
    #expect(error?.kind == .cancelled)
  }

  @Test func manyThreadsShareOneClient() throws {
    let client = HTTPClient()
    let target = try address("/big/300000")
    let counts = Parallel.map(Array(0..<40), threads: 8) { _ in
      (try? client.fetch(HTTPRequest("GET", target), limit: 1 << 20).body.count) ?? -1
    }
    #expect(counts.allSatisfy { $0 == 300_000 })
  }

  private func echo(_ request: HTTPRequest) throws -> JSON {
    try JSON(reading: HTTPClient().fetch(request, limit: 1 << 20).body, name: "echo")
  }

  private func sha256(_ bytes: [UInt8]) -> String {
    var hash = SHA256()
    hash.add(bytes)
    return hash.finish().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// What a server or a user may do wrong, and what becomes of it.
@Suite struct HTTPAttackTests {
  @Test(arguments: [
    ("/short", HTTPError.Kind.truncated), ("/broken-chunk", .truncated), ("/close", .truncated),
    ("/stall", .timeout), ("/drip", .timeout), ("/silent", .timeout),
    ("/endless-headers", .tooLarge), ("/endless-interim", .tooLarge), ("/garbage", .malformed),
    ("/big/100000000", .tooLarge), ("/loop", .redirect), ("/chain/30", .redirect),
    ("/to?url=ftp://127.0.0.1/", .redirect), ("/to?url=http://registry.example/", .redirect),
  ])
  func answersThatAreNone(path: String, kind: HTTPError.Kind) throws {
    let start = System.monotonicNanoseconds
    let error = #expect(throws: HTTPError.self) {
      _ = try HTTPClient(impatient()).fetch(
        HTTPRequest("GET", address(path)), limit: 1 << 20, redirects: 10)
    }
    #expect(error?.kind == kind, "\(path): \(error?.failure.description ?? "nothing")")
    #expect(error?.failure.hint != nil)
    #expect(System.monotonicNanoseconds - start < 10_000_000_000)
  }

  @Test func excessIsNotRead() throws {
    #expect(
      try HTTPClient().fetch(HTTPRequest("GET", address("/long")), limit: 100).body.count == 5)
  }

  @Test(arguments: [
    ("http://127.0.0.1:1/", HTTPError.Kind.unreachable),
    ("http://registry.invalid:5000/", .refused), ("https://registry.invalid/", .unreachable),
  ])
  func placesThatCannotBeAsked(text: String, kind: HTTPError.Kind) throws {
    let error = #expect(throws: HTTPError.self) {
      _ = try HTTPClient(impatient()).open(HTTPRequest("GET", #require(WebAddress(text))))
    }
    #expect(error?.kind == kind, "\(error?.failure.description ?? "nothing")")
  }

  @Test func tlsWithAPlainServerIsNamed() throws {
    let target = try #require(WebAddress(address("/ok").text.replacing("http:", with: "https:")))
    let error = #expect(throws: HTTPError.self) {
      _ = try HTTPClient(impatient()).open(HTTPRequest("GET", target))
    }
    #expect(error?.kind == .handshake)
    #expect(error?.failure.hint?.contains("insecure registry") == true)
  }

  @Test(arguments: ["a\r\nX-Forged: b", "a\nb", "a\u{0}b"])
  func headersCannotBeForged(value: String) throws {
    let headers = HTTPHeaders([("Authorization", value)])
    let error = #expect(throws: HTTPError.self) {
      _ = try HTTPClient().open(HTTPRequest("GET", address("/echo"), headers: headers))
    }
    #expect(error?.kind == .refused)
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("localhost", false),
  ])
  func secretsStayWithTheirOrigin(host: String, isSent: Bool) throws {
    let target = try address("/echo", host: host)
    let headers = HTTPHeaders([("Authorization", "Bearer secret"), ("Accept", "x/y")])
    let body = try HTTPClient().fetch(
      HTTPRequest("GET", address("/to?url=\(target.text)"), headers: headers), limit: 9999,
      redirects: 5
    ).body
    let seen = try JSON(reading: body, name: "echo")["headers"]
    #expect((seen?["authorization"] != nil) == isSent)
    #expect(seen?["accept"]?.string == "x/y")
  }

  @Test func otherMethodsFollowOnlyWhereTheyStay() throws {
    func status(_ code: Int) throws -> Int {
      let request = HTTPRequest(
        "PUT", try address("/to?status=\(code)&url=/echo"), body: .bytes([1, 2]))
      return try HTTPClient().fetch(request, limit: 9999, redirects: 5).response.status
    }
    #expect(try status(302) == 302)
    #expect(try status(303) == 303)
    #expect(try status(307) == 200)
    #expect(try status(308) == 200)
  }

  @Test func messagesShowNoSecrets() throws {
    let headers = HTTPHeaders([("Authorization", "Bearer secret")])
    let error = #expect(throws: HTTPError.self) {
      _ = try HTTPClient(impatient()).fetch(
        HTTPRequest("GET", address("/close?signature=secret"), headers: headers), limit: 9)
    }
    #expect(error?.failure.description.contains("secret") == false)
  }
}

@Suite struct ProxyTests {
  @Test func theEnvironmentOfTheSessionDecides() throws {
    let proxy = "http://127.0.0.1:\(try server.get().port)"
    var settings = HTTPSettings(environment: ["HTTP_PROXY": proxy, "NO_PROXY": "direct.invalid"])
    settings.plainHosts = ["proxied.invalid", "direct.invalid"]
    let client = HTTPClient(settings)
    let target = try #require(WebAddress("http://proxied.invalid/ok"))
    #expect(try client.fetch(HTTPRequest("GET", target), limit: 99).response.status == 200)
    let direct = try #require(WebAddress("http://direct.invalid/ok"))
    let error = #expect(throws: HTTPError.self) {
      _ = try client.open(HTTPRequest("GET", direct))
    }
    #expect(error?.kind == .unreachable)
    #expect(try client.fetch(HTTPRequest("GET", address("/ok")), limit: 9).response.status == 200)
  }
}

/// A sink that sees whether the bytes of `/big` come in their order.
private final class CountingSink: ByteSink {
  private(set) var count: Int64 = 0
  private(set) var isInOrder = true
  private let end: Int64

  init(failingAt end: Int64 = .max) { self.end = end }

  func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    if let first = bytes.first, first != UInt8(truncatingIfNeeded: count) { isInOrder = false }
    count += Int64(bytes.count)
    if count >= end { throw Failure("the disk is full") }
  }
}
