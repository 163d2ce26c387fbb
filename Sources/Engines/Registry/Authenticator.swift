import Documents
import HTTP
import OCI
import Source
import Synchronization

/// Finds out how each server wants to be told who asks, and keeps the tokens it gave for that
/// (Docker Registry v2 authentication; OAuth 2.0 for identity tokens).
final class Authenticator: Sendable {
  private struct Key: Hashable {
    let server: String
    let challenge: Challenge
    let scopes: [Scope]

    init(_ call: Call, _ challenge: Challenge) {
      server = call.credentialName
      self.challenge = challenge
      scopes = call.scopes.sorted()
    }
  }

  private struct Token {
    let text: String
    let end: Int64
  }

  private struct Memory {
    var challenges: [String: Challenge] = [:]
    var tokens: [Key: Token] = [:]
    var credentials: [String: Credential?] = [:]
    var troubles: [String: Failure] = [:]
  }

  private let http: HTTPClient
  private let settings: RegistrySettings
  private let lookUp: CredentialLookup
  private let memory = Mutex(Memory())
  /// Held while a token is asked for, so that many threads ask once.
  private let asking = Mutex(())

  init(
    _ http: HTTPClient, _ settings: RegistrySettings,
    _ lookUp: @escaping CredentialLookup
  ) {
    self.http = http
    self.settings = settings
    self.lookUp = lookUp
  }

  /// The credential for a server, looked up once; nil where there is none.
  func credential(for call: Call) -> Credential? {
    let name = call.credentialName
    if let known = memory.withLock({ $0.credentials[name] }) { return known }
    var credential: Credential?
    do throws(Failure) {
      credential = try lookUp(call.endpoint.name, call.path)
    } catch {
      // Much can be had without a name; what failed is told where it cannot.
      memory.withLock { $0.troubles[name] = error }
    }
    memory.withLock { $0.credentials[name] = .some(credential) }
    return credential
  }

  /// Why there is no credential for a server though one may be stored; nil where nothing failed.
  func trouble(for call: Call) -> Failure? {
    memory.withLock { $0.troubles[call.credentialName] }
  }

  /// Takes note of how a server wants to be asked.
  /// - Parameter sent: What it was told, and did not accept.
  /// - Returns: Whether that, with what is stored, leads anywhere.
  func learn(_ headers: HTTPHeaders, _ call: Call, sent: String?) -> Bool {
    let offered = Challenge.all(in: headers.all("WWW-Authenticate"))
    let credential = credential(for: call)
    let chosen =
      offered.first { $0.scheme == "bearer" && $0.parameters["realm"] != nil }
      ?? offered.first { $0.scheme == "basic" && credential?.user != nil }
    // The same password again would only count as another wrong one.
    if chosen?.scheme == "basic", sent?.hasPrefix("Basic ") == true { return false }
    guard var chosen else {
      if case .registryToken? = credential, offered.contains(where: { $0.scheme == "bearer" }) {
        return true
      }
      return false
    }
    if chosen.scheme == "bearer" {
      // The scope of one answer is not that of the next request.
      var parameters = chosen.parameters
      parameters["scope"] = nil
      parameters["error"] = nil
      parameters["error_description"] = nil
      chosen = Challenge(scheme: "bearer", parameters: parameters)
    }
    let key = Key(call, chosen)
    memory.withLock {
      $0.challenges[call.endpoint.authority] = chosen
      // A thread that asked without a token, or with an older one, must not take away the one that
      // another thread got meanwhile.
      if let token = $0.tokens[key], sent == "Bearer \(token.text)" { $0.tokens[key] = nil }
    }
    return true
  }

  /// The `Authorization` for a request; nil where none is asked for, as far as is known.
  func header(_ call: Call, _ cancellation: Cancellation?) throws(RegistryError) -> String? {
    let authority = call.endpoint.authority
    guard let challenge = memory.withLock({ $0.challenges[authority] }) else { return nil }
    let credential = credential(for: call)
    if challenge.scheme == "basic" {
      guard case .password(let user, let secret)? = credential else { return nil }
      return Authenticator.basic(user, secret)
    }
    if case .registryToken(let token)? = credential { return "Bearer \(token)" }
    let key = Key(call, challenge)
    if let token = kept(key) { return "Bearer \(token)" }
    return try asking.withLock { _ throws(RegistryError) in
      if let token = kept(key) { return "Bearer \(token)" }
      let token = try ask(key, credential, call, cancellation)
      memory.withLock { $0.tokens[key] = token }
      return "Bearer \(token.text)"
    }
  }

  /// Whether a server wanted to know who asks.
  func wasAsked(_ endpoint: Endpoint) -> Bool {
    memory.withLock { $0.challenges[endpoint.authority] != nil }
  }

  static func basic(_ user: String, _ secret: String) -> String {
    "Basic \(Base64.text(Array("\(user):\(secret)".utf8)))"
  }

  private func kept(_ key: Key) -> String? {
    memory.withLock { memory in
      guard let token = memory.tokens[key], token.end > settings.now() else { return nil }
      return token.text
    }
  }

  /// Asks the token service that a registry named.
  private func ask(
    _ key: Key, _ credential: Credential?, _ call: Call, _ cancellation: Cancellation?
  ) throws(RegistryError) -> Token {
    let what = call.what
    let endpoint = call.endpoint
    guard let realm = key.challenge.parameters["realm"].flatMap({ WebAddress($0) }) else {
      throw RegistryError(
        .refused, what, ["\(endpoint.name) names a token service that is no address of the web"],
        hint: "check the name of the registry")
    }
    let request = request(realm, key, credential, cancellation)
    let redirects = request.method == "GET" ? settings.redirects : 0
    let (response, body) = try Attempts(settings, cancellation).run(what) {
      () throws(HTTPError) -> (HTTPResponse, [UInt8]) in
      try http.fetch(request, limit: 1 << 20, redirects: redirects)
    }
    guard response.isSuccess else {
      var error = ErrorAnswer(response, body).error(
        what, registry: realm.host, hasCredentials: credential != nil)
      if response.status == 401 || response.status == 400, credential != nil {
        error = RegistryError(
          .unauthorized, what,
          ["the token service \(realm.host) does not accept the name and password"],
          hint: "run `hardstand login \(endpoint.name)` again")
      }
      throw error
    }
    let json = try? JSON(reading: body, name: "token", JSON.Reading(maximumDepth: 16))
    guard let text = json?["token"]?.string ?? json?["access_token"]?.string, !text.isEmpty else {
      throw RegistryError(
        .noRegistry, what, ["the token service \(realm.host) answers without a token"],
        hint: "check the name of the registry and the proxy settings")
    }
    // A token lives at least for a minute; the last seconds are left to the way of the request.
    let life = min(max(json?["expires_in"]?.int ?? 60, 60), 86_400)
    return Token(text: text, end: settings.now() + Int64(life - 10))
  }

  private func request(
    _ realm: WebAddress, _ key: Key, _ credential: Credential?, _ cancellation: Cancellation?
  ) -> HTTPRequest {
    let service = key.challenge.parameters["service"] ?? ""
    let scopes = key.scopes.map(\.text)
    var request: HTTPRequest
    if case .identityToken(let token)? = credential {
      var form = [
        ("grant_type", "refresh_token"), ("service", service), ("client_id", "hardstand"),
        ("refresh_token", token),
      ]
      if !scopes.isEmpty { form.append(("scope", scopes.joined(separator: " "))) }
      let text = form.map { "\($0.0)=\(WebAddress.encoded($0.1))" }.joined(separator: "&")
      request = HTTPRequest("POST", realm, body: .bytes(Array(text.utf8)))
      request.headers["Content-Type"] = "application/x-www-form-urlencoded"
    } else {
      var query: [(String, String)] = service.isEmpty ? [] : [("service", service)]
      query += scopes.map { ("scope", $0) }
      if let user = credential?.user { query.append(("account", user)) }
      request = HTTPRequest("GET", realm.adding(query))
      if case .password(let user, let secret)? = credential {
        request.headers["Authorization"] = Authenticator.basic(user, secret)
      }
    }
    request.headers["Accept"] = "application/json"
    request.cancellation = cancellation
    return request
  }
}
