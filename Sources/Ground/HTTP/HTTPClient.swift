import CCurl
import Source
import Synchronization

/// A client of HTTP (RFC 9110) that any number of threads may use.
///
/// Every call waits for its answer. Connections are kept and used again. Redirects are answers like
/// others, unless the call says that it follows them.
public final class HTTPClient: Sendable {
  /// How requests are made.
  public let settings: HTTPSettings

  private struct Pool {
    var lines: [Line] = []
    var secured: [String: (HTTPSettings.Security, Authorities)] = [:]
  }

  private let pool = Mutex(Pool())
  private static let keptLines = 16

  /// A client with settings. Nothing is opened before the first request.
  public init(_ settings: HTTPSettings = HTTPSettings()) { self.settings = settings }

  /// The version of the library that does the work.
  /// - Throws: `HTTPError` when there is none.
  public static func libraryVersion() throws(HTTPError) -> String {
    try openLibrary()
    return String(cString: hardstand_curl_version())
  }

  /// Sends a request and waits for the headers of its answer, whatever the status.
  /// - Throws: `HTTPError` when none comes.
  public func open(_ request: HTTPRequest) throws(HTTPError) -> HTTPExchange {
    if !settings.allows(request.address) {
      let host = request.address.authority
      throw HTTPError(
        .refused, request.address, "plain HTTP shows everything to everyone on the way",
        hint: "use https, or name `\(host)` as an insecure registry")
    }
    if !request.headers.isWellFormed {
      throw HTTPError(
        .refused, request.address, "a header holds a control character",
        hint: "check the credentials and names for stray line breaks")
    }
    try HTTPClient.openLibrary()
    let exchange = HTTPExchange(self, request, try takeLine(request.address))
    try exchange.begin()
    return exchange
  }

  /// Sends a request and takes the whole answer.
  /// - Parameters:
  ///   - limit: The most bytes of the body.
  ///   - redirects: How many redirects are followed at most.
  public func fetch(
    _ request: HTTPRequest, limit: Int, redirects: Int = 0
  ) throws(HTTPError) -> (response: HTTPResponse, body: [UInt8]) {
    let exchange = try open(request, redirects: redirects)
    let body = try exchange.collect(limit: limit)
    return (exchange.response, body)
  }

  // MARK: Lines

  private static func openLibrary() throws(HTTPError) {
    guard let trouble = hardstand_curl_open() else { return }
    let failure = Failure(
      "cannot use the network", because: ["libcurl cannot be opened", String(cString: trouble)],
      hint: "install libcurl, on Debian and Ubuntu the package `libcurl4`")
    throw HTTPError(.unavailable, failure)
  }

  private func takeLine(_ address: WebAddress) throws(HTTPError) -> Line {
    let kept = pool.withLock { pool -> Line? in
      // One that is connected to the host saves a handshake.
      if let index = pool.lines.lastIndex(where: { $0.origin == address.origin }) {
        return pool.lines.remove(at: index)
      }
      return pool.lines.popLast()
    }
    if let line = kept ?? Line() { return line }
    throw HTTPError(.local, address, "there is not enough memory")
  }

  /// Takes back a line whose exchange has ended.
  func giveBack(_ line: Line) {
    pool.withLock { pool in
      if pool.lines.count < HTTPClient.keptLines { pool.lines.append(line) }
    }
  }

  /// How a connection to an address is secured, and the authorities that it believes, read once.
  func security(
    of address: WebAddress
  ) throws(HTTPError) -> (HTTPSettings.Security, Authorities) {
    var security = settings.security(of: address)
    if address.scheme != "https" { return (security, Authorities()) }
    if let known = pool.withLock({ $0.secured[address.origin] }) { return known }
    do throws(Failure) {
      try HostFolder.add(to: &security, address, settings.hostFolders)
      let secured = (security, try Authorities(security, settings))
      pool.withLock { $0.secured[address.origin] = secured }
      return secured
    } catch {
      throw HTTPError(.local, error)
    }
  }
}
