/// Through which proxies requests go, as the environment says.
///
/// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` count in lower case first. Requests to
/// this machine never go through a proxy.
public struct Proxies: Hashable, Sendable {
  /// The proxy for `https` addresses; nil for none.
  public var secure: String?
  /// The proxy for `http` addresses; nil for none.
  public var plain: String?
  /// Hosts, domains and networks that are asked directly, with commas between; `*` for all.
  public var exceptions = ""

  /// No proxies.
  public init() {}

  /// The proxies that an environment names.
  public init(environment: [String: String]) {
    func value(_ name: String) -> String? {
      for name in [name.lowercased(), name] {
        if let value = environment[name], !value.isEmpty { return value }
      }
      return nil
    }
    secure = value("HTTPS_PROXY") ?? value("ALL_PROXY")
    plain = value("HTTP_PROXY") ?? value("ALL_PROXY")
    exceptions = value("NO_PROXY") ?? ""
  }

  /// The proxy for an address; nil where it is asked directly, but for `exceptions`.
  func proxy(for address: WebAddress) -> String? {
    if address.isLoopback { return nil }
    return address.scheme == "https" ? secure : plain
  }
}
