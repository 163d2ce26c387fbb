import Documents
public import HTTP
import Host
public import Source
public import Streams

/// A Docker daemon, as far as images go in and out of it (Docker Engine API, from version 1.24).
public struct DockerDaemon: Sendable {
  /// Where it is.
  public let endpoint: DockerEndpoint
  private let client: HTTPClient
  private let base: WebAddress

  /// The daemon at an endpoint. Nothing is opened before the first call.
  /// - Parameters:
  ///   - endpoint: Where it is.
  ///   - settings: How requests are made; security and socket follow from the endpoint.
  /// - Throws: `Failure` when the endpoint is no address.
  public init(_ endpoint: DockerEndpoint, _ settings: HTTPSettings = HTTPSettings()) throws(Failure)
  {
    self.endpoint = endpoint
    var settings = settings
    // Docker pauses for long while it unpacks what it got.
    settings.answerTime = .seconds(1800)
    settings.offersHTTP2 = false
    let host: String
    let scheme: String
    switch endpoint.address {
    case .socket(let path):
      settings.socket = path
      (scheme, host) = ("http", "localhost")
    case .network(let name):
      scheme = endpoint.certificates == nil ? "http" : "https"
      host = name
      // Whoever sets DOCKER_HOST to plain TCP has asked for it.
      settings.plainHosts.insert(name)
      if let folder = endpoint.certificates {
        var security = HTTPSettings.Security()
        let (authority, own) = (Paths.join(folder, "ca.pem"), Paths.join(folder, "cert.pem"))
        if Files.isFile(authority) { security.authorities = [authority] }
        if Files.isFile(own) {
          security.certificate = own
          security.key = Paths.join(folder, "key.pem")
        }
        security.isVerified = endpoint.isVerified
        settings.security = security
      }
    }
    guard let base = WebAddress("\(scheme)://\(host)/") else {
      throw Failure(
        "cannot reach the Docker daemon", because: ["`\(host)` is no address"],
        hint: "check DOCKER_HOST")
    }
    self.base = base
    client = HTTPClient(settings)
  }

  /// An image of the daemon as an archive of the form of `docker save`.
  /// - Parameter name: A name or the ID of an image.
  /// - Throws: `Failure` when the daemon cannot be reached or does not have it.
  public func save(_ name: String) throws(Failure) -> any ByteStream {
    let what = "cannot take `\(name)` from the Docker daemon"
    let exchange = try open(
      what, HTTPRequest("GET", base.resolvingPath("/images/\(WebAddress.encoded(name))/get")))
    if exchange.response.status == 404 {
      throw Failure(
        what, because: ["it has no such image"], hint: "list its images with `docker images`")
    }
    try requireSuccess(exchange, what)
    return exchange
  }

  /// Gives images to the daemon.
  /// - Parameter make: Makes the archive, of the form of `docker save`.
  /// - Returns: What the daemon said of it, a line a step.
  /// - Throws: `Failure` when the daemon cannot be reached or does not take them.
  public func load(
    _ make: @escaping @Sendable () throws(Failure) -> any ByteStream
  ) throws(Failure) -> [String] {
    let what = "cannot give the image to the Docker daemon"
    let request = HTTPRequest(
      "POST", base.resolvingPath("/images/load?quiet=1"),
      headers: HTTPHeaders([("Content-Type", "application/x-tar")]),
      body: .stream(length: nil, make: make))
    let exchange = try open(what, request)
    try requireSuccess(exchange, what)
    let body: [UInt8]
    do throws(HTTPError) {
      body = try exchange.collect(limit: 4 << 20)
    } catch {
      throw error.failure
    }
    var lines: [String] = []
    for line in body.split(separator: 0x0A) {
      guard let json = try? JSON(reading: Array(line), name: "answer") else { continue }
      // The daemon has said that all is well before it knows that it is not.
      if let error = json["error"]?.string { throw Failure(what, because: [error]) }
      if let text = json["stream"]?.string { lines.append(text.trimmingBlanks) }
    }
    return lines.filter { !$0.isEmpty }
  }

  private func open(_ what: String, _ request: HTTPRequest) throws(Failure) -> HTTPExchange {
    do throws(HTTPError) {
      return try client.open(request)
    } catch {
      throw Failure(
        what, because: ["it cannot be reached at `\(endpoint)`"] + error.failure.because,
        hint: "start Docker, or set DOCKER_HOST to where it is")
    }
  }

  private func requireSuccess(_ exchange: HTTPExchange, _ what: String) throws(Failure) {
    if exchange.response.isSuccess { return }
    let body = (try? exchange.collect(limit: 64 << 10)) ?? []
    let said = (try? JSON(reading: body, name: "answer"))?["message"]?.string
    throw Failure(what, because: [said ?? "it answers with status \(exchange.response.status)"])
  }
}

extension WebAddress {
  /// The address of a path at the same host.
  fileprivate func resolvingPath(_ path: String) -> WebAddress { resolving(path) ?? self }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
