import HTTP
import Synchronization

/// What was learned of servers: which scheme they speak, and which mirrors are out of order.
final class EndpointMemory: Sendable {
  private struct Memory {
    var bases: [Endpoint: WebAddress] = [:]
    var down: Set<Endpoint> = []
  }

  private let memory = Mutex(Memory())

  /// The root of a server: `https` unless it is this machine or an insecure registry, and speaks
  /// no TLS.
  func base(
    of endpoint: Endpoint, _ http: HTTPClient, _ what: String, _ cancellation: Cancellation?
  ) throws(RegistryError) -> WebAddress {
    if let known = memory.withLock({ $0.bases[endpoint] }) { return known }
    guard
      let secure = WebAddress(scheme: endpoint.scheme ?? "https", authority: endpoint.authority)
    else {
      throw RegistryError(
        .local, what, ["`\(ErrorAnswer.cleaned(endpoint.authority))` is no host"],
        hint: "check the name of the registry for a typo")
    }
    var base = secure
    if endpoint.scheme == nil,
      let plain = WebAddress(scheme: "http", authority: endpoint.authority),
      http.settings.allows(plain)
    {
      var request = HTTPRequest("GET", secure.adding(path: "/v2/"))
      request.cancellation = cancellation
      do throws(HTTPError) {
        try http.open(request).finish()
      } catch {
        switch error.kind {
        case .handshake, .malformed, .truncated: base = plain
        // Whatever else there is, the request that follows tells of.
        default: return secure
        }
      }
    }
    memory.withLock { $0.bases[endpoint] = base }
    return base
  }

  /// Whether a mirror was out of order.
  func isDown(_ endpoint: Endpoint) -> Bool { memory.withLock { $0.down.contains(endpoint) } }

  /// Takes note that a mirror is out of order, so that each blob need not find out again.
  func noteDown(_ endpoint: Endpoint) { memory.withLock { _ = $0.down.insert(endpoint) } }
}

extension WebAddress {
  /// The same origin with another path.
  func adding(path: String) -> WebAddress { resolving(path) ?? self }
}
