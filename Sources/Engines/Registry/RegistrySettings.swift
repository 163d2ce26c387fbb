public import HTTP
import Host

/// How registries are talked to.
public struct RegistrySettings: Sendable {
  /// How requests are made. `plainHosts` names the insecure registries.
  public var http: HTTPSettings
  /// The mirrors of each registry, in the order they are asked: `host[:port][/prefix]`, with
  /// `http://` or `https://` before it where that is to be said.
  public var mirrors: [String: [String]] = [:]
  /// How often something is tried that may well succeed a moment later.
  public var attempts = 5
  /// How long to wait before the second attempt; each further one waits twice as long.
  public var firstPause: Duration = .milliseconds(500)
  /// The longest pause, also where a server asks for more.
  public var longestPause: Duration = .seconds(60)
  /// The bytes of a chunk of an upload; nil to send each blob in one piece where its size is known.
  public var chunkSize: Int64?
  /// How many redirects are followed at most.
  public var redirects = 8
  /// The most tags or referrers that are taken.
  public var listLimit = 200_000
  /// How many blobs go over the network at once.
  public var parallelBlobs = 4
  /// Seconds since 1970-01-01T00:00:00Z, for dates that servers name.
  public var now: @Sendable () -> Int64 = { System.secondsSince1970 }
  /// Waits for a time, or until the work is given up.
  public var wait: @Sendable (Duration, Cancellation?) -> Void

  /// The usual settings.
  public init(http: HTTPSettings = HTTPSettings()) {
    self.http = http
    wait = { time, flag in Cancellation.wait(time, [flag]) }
  }
}

extension RegistrySettings {
  /// Lets a registry be talked to without TLS, or with a certificate that nobody vouches for.
  public mutating func trustInsecure(_ registry: String) {
    http.plainHosts.insert(registry)
    var security = http.hosts[registry] ?? http.security
    security.isVerified = false
    http.hosts[registry] = security
  }
}
