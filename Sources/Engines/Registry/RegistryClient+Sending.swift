import HTTP
import Source

/// What a request is for: told in failures, and the right it needs.
struct Call {
  /// What cannot be done when it fails.
  let what: String
  let endpoint: Endpoint
  /// The path of the repository at the server; empty for the server as a whole.
  let path: String
  let scopes: [Scope]
  /// Whether it may be sent twice.
  var isRepeatable = true

  init(_ what: String, _ endpoint: Endpoint, _ path: String, _ scopes: [Scope]) {
    self.what = what
    self.endpoint = endpoint
    self.path = path
    self.scopes = scopes
  }

  /// A request to a repository of a registry.
  init(_ what: String, _ repository: Repository, _ scope: (String) -> Scope) {
    self.init(
      what, Endpoint(registry: repository.registry), repository.path, [scope(repository.path)])
  }

  /// What the credential for it is remembered under.
  var credentialName: String { "\(endpoint.name)/\(path)" }
}

extension RegistryClient {
  /// Sends a request to a path of a server.
  func send(
    _ call: Call, _ method: String, _ path: String, query: [(String, String)] = [],
    headers: HTTPHeaders = HTTPHeaders(), body: HTTPRequest.Body = .none
  ) throws(RegistryError) -> HTTPExchange {
    let base = try endpoints.base(of: call.endpoint, http, call.what, cancellation)
    let address = base.adding(path: path).adding(query)
    return try send(call, HTTPRequest(method, address, headers: headers, body: body))
  }

  /// Sends a request in the name of whoever the server wants to know, again where that may help.
  ///
  /// The `Authorization` goes to the origin of the server alone.
  /// - Returns: The answer, whatever its status.
  func send(_ call: Call, _ request: HTTPRequest) throws(RegistryError) -> HTTPExchange {
    var request = request
    request.cancellation = cancellation
    let base = try endpoints.base(of: call.endpoint, http, call.what, cancellation)
    let isOurs = request.address.origin == base.origin
    var attempts = Attempts(settings, cancellation, limit: call.endpoint.isMirror ? 2 : nil)
    var mayLearn = isOurs
    while true {
      request.headers["Authorization"] =
        isOurs
        ? try authenticator.header(call, cancellation) : nil
      let exchange: HTTPExchange
      do throws(HTTPError) {
        exchange = try http.open(request, redirects: settings.redirects)
      } catch {
        if error.isTransient, call.isRepeatable, attempts.next() { continue }
        throw RegistryError(call.what, error)
      }
      let response = exchange.response
      if response.status == 401, mayLearn, response.address.origin == base.origin {
        mayLearn = false
        if authenticator.learn(
          response.headers, call, sent: request.headers["Authorization"])
        {
          exchange.finish()
          continue
        }
      }
      if call.isRepeatable, Attempts.isWorthwhile(response.status) {
        let wish = attempts.wish(of: response)
        if attempts.next(wish) {
          exchange.finish()
          continue
        }
      }
      return exchange
    }
  }

  /// The error that an answer means.
  func error(_ call: Call, _ exchange: HTTPExchange) -> RegistryError {
    let answer = ErrorAnswer(exchange)
    let error = answer.error(
      call.what, registry: call.endpoint.name,
      hasCredentials: authenticator.credential(for: call) != nil)
    guard error.kind == .unauthorized, let trouble = authenticator.trouble(for: call) else {
      return error
    }
    return RegistryError(
      .unauthorized, call.what, error.failure.because + [trouble.what] + trouble.because,
      hint: trouble.hint ?? error.failure.hint)
  }

  /// The whole body of an answer.
  func body(_ call: Call, _ exchange: HTTPExchange, limit: Int) throws(RegistryError) -> [UInt8] {
    do throws(HTTPError) {
      return try exchange.collect(limit: limit)
    } catch {
      throw RegistryError(call.what, error)
    }
  }

  /// Tries the mirrors of a registry, and then the registry itself.
  ///
  /// What a mirror does wrong is no failure as long as another server answers.
  func pulling<Result>(
    _ repository: Repository, _ what: String,
    _ ask: (_ call: Call, _ path: String) throws(RegistryError) -> Result
  ) throws(RegistryError) -> Result {
    var notes: [String] = []
    for mirror in settings.mirrors[repository.registry] ?? [] {
      guard let endpoint = Endpoint(mirror: mirror) else {
        notes.append("`\(mirror)` is no mirror: name it as `host[:port][/prefix]`")
        continue
      }
      if endpoints.isDown(endpoint) { continue }
      let path = endpoint.path(of: repository.path)
      do throws(RegistryError) {
        return try ask(Call(what, endpoint, path, [.pull(path)]), path)
      } catch {
        if !error.mayDifferElsewhere { throw error }
        switch error.kind {
        case .network, .server, .noRegistry, .tooMany: endpoints.noteDown(endpoint)
        default: break
        }
        notes.append(
          "the mirror \(mirror) was of no use, either: \(error.failure.because.last ?? "")")
      }
    }
    do throws(RegistryError) {
      return try ask(Call(what, repository, Scope.pull), repository.path)
    } catch {
      throw notes.isEmpty ? error : error.adding(notes)
    }
  }
}
