import Documents
import HTTP
import Host
import OCI
import Registry
import Source
import Synchronization
import TestSupport
import Testing

/// The registries that the tests talk to, each started when it is first needed.
enum Servers: String, CaseIterable, CustomTestStringConvertible {
  /// Debian's docker-registry.
  case debian
  /// The same, with names and passwords.
  case debianBasic
  /// The same, with a certificate of an authority that only the tests know.
  case debianTLS
  /// Our own, which keeps lists of referrers.
  case own
  /// Our own without such lists.
  case ownWithoutReferrers
  /// Our own, with names and passwords.
  case ownBasic
  /// Our own, with tokens.
  case ownToken
  /// Our own, with tokens from another origin.
  case ownTokenElsewhere

  var testDescription: String { rawValue }

  private static let running = Mutex<[Servers: Result<ServerProcess, any Error>]>([:])

  private func start() throws -> ServerProcess {
    switch self {
    case .debian: try ServerProcess("debian.py")
    case .debianBasic: try ServerProcess("debian.py", ["--basic"])
    case .debianTLS: try ServerProcess("debian.py", ["--tls", Certificates.folder.get().path])
    case .own: try ServerProcess("registry.py")
    case .ownWithoutReferrers: try ServerProcess("registry.py", ["--no-referrers"])
    case .ownBasic: try ServerProcess("registry.py", ["--basic"])
    case .ownToken: try ServerProcess("registry.py", ["--token"])
    case .ownTokenElsewhere: try ServerProcess("registry.py", ["--token-elsewhere"])
    }
  }

  /// The name of the registry.
  var name: String {
    get throws {
      let server = Servers.running.withLock { running in
        if let known = running[self] { return known }
        let result = Result { try start() }
        running[self] = result
        return result
      }
      return "127.0.0.1:\(try server.get().port)"
    }
  }

  /// What it accepts; nil where it does not ask.
  var credential: Credential? {
    switch self {
    case .debianBasic: .password(user: "user", secret: "secret")
    case .ownBasic, .ownToken, .ownTokenElsewhere: .password(user: "user", secret: "pass:word")
    default: nil
    }
  }

  func repository(_ path: String) throws -> Repository {
    Repository(registry: try name, path: path)
  }

  /// A client that does not wait long, and never sleeps.
  func client(
    _ change: (inout RegistrySettings) -> Void = { _ in }
  ) throws -> RegistryClient {
    try client(as: credential, change)
  }

  func client(
    as credential: Credential?, _ change: (inout RegistrySettings) -> Void = { _ in }
  ) throws -> RegistryClient {
    var settings = try settings()
    change(&settings)
    return RegistryClient(settings) { _, _ throws(Failure) in credential }
  }

  func settings() throws -> RegistrySettings {
    var settings = RegistrySettings()
    settings.http.stallTime = .milliseconds(700)
    settings.http.answerTime = .seconds(20)
    settings.wait = { _, _ in }
    if self == .debianTLS {
      settings.http.security.authorities = [try Certificates.folder.get().at("ca.crt")]
    }
    return settings
  }

  /// The requests that our own server had for a repository.
  func log(_ path: String) throws -> [JSON] {
    let address = try #require(WebAddress("http://\(try name)/log?repo=\(path)"))
    let body = try HTTPClient().fetch(HTTPRequest("GET", address), limit: 1 << 24).body
    return try JSON(reading: body, name: "log").array ?? []
  }
}
