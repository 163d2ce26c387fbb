extension HTTPClient {
  /// The headers that go to no other origin than the one they were made for.
  private static let secretHeaders = ["Authorization", "Proxy-Authorization", "Cookie"]

  /// Sends a request and follows redirects.
  ///
  /// Headers with secrets stay with the origin, that is scheme, host and port. A redirect may lead
  /// to `https`, and to plain HTTP only where the settings name the host, or on this machine where
  /// it began there. A method other than GET and HEAD goes on only where the status says that it
  /// stays what it is (307 and 308); else the redirect itself is the answer.
  /// - Parameter redirects: How many are followed at most.
  public func open(_ request: HTTPRequest, redirects: Int) throws(HTTPError) -> HTTPExchange {
    var request = request
    var seen: Set<WebAddress> = [request.address]
    var left = redirects
    while true {
      let exchange = try open(request)
      guard redirects > 0, let target = try target(of: exchange, request) else { return exchange }
      exchange.finish()
      if left == 0 {
        throw redirectError(request, "it redirects more than \(redirects) times")
      }
      left -= 1
      if !seen.insert(target).inserted {
        throw redirectError(request, "its redirects lead in a circle")
      }
      if target.origin != request.address.origin {
        for name in HTTPClient.secretHeaders { request.headers[name] = nil }
      }
      request.address = target
    }
  }

  /// Where an answer sends the request; nil where it is no redirect to follow.
  private func target(
    of exchange: HTTPExchange, _ request: HTTPRequest
  ) throws(HTTPError) -> WebAddress? {
    let isReading = request.method == "GET" || request.method == "HEAD"
    switch exchange.response.status {
    case 307, 308: break
    case 301, 302, 303: if !isReading { return nil }
    default: return nil
    }
    guard let location = exchange.response.headers["Location"] else { return nil }
    guard let target = request.address.resolving(location) else {
      throw redirectError(request, "it redirects to what is no address of the web")
    }
    if target.scheme == "https" || settings.isPlain(target) { return target }
    if target.isLoopback, request.address.isLoopback { return target }
    throw redirectError(
      request, "it redirects to \(target.origin), which is not secure",
      hint: "if you trust that host, name `\(target.authority)` as an insecure registry")
  }

  private func redirectError(
    _ request: HTTPRequest, _ reason: String, hint: String? = nil
  ) -> HTTPError {
    HTTPError(
      .redirect, request.address, reason,
      hint: hint ?? "check that the address is that of the right server")
  }
}
