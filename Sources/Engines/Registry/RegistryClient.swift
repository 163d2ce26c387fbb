public import HTTP
import OCI
import Source

/// A client of registries (OCI distribution-spec 1.1, and Docker's registry API that it came from).
///
/// It is a value over shared connections, tokens and what was learned of servers: copies with
/// another `cancellation` or `progress` are cheap, and any number of threads may use one.
public struct RegistryClient: Sendable {
  /// How registries are talked to.
  public let settings: RegistrySettings
  /// What stops the requests of this value; nil for nothing.
  public var cancellation: Cancellation?
  /// What is told of blobs on their way, from any thread.
  public var progress: (@Sendable (TransferProgress) -> Void)?

  let http: HTTPClient
  let authenticator: Authenticator
  let endpoints = EndpointMemory()

  /// A client. Nothing is opened before the first request.
  /// - Parameters:
  ///   - settings: How registries are talked to.
  ///   - credentials: The credentials for registries and mirrors by their names.
  public init(
    _ settings: RegistrySettings = RegistrySettings(),
    credentials: @escaping CredentialLookup = { _, _ throws(Failure) in nil }
  ) {
    self.settings = settings
    cancellation = settings.http.cancellation
    http = HTTPClient(settings.http)
    authenticator = Authenticator(http, settings, credentials)
  }

  /// Asks whether a server is a registry, and whether it lets this side in (OCI distribution-spec,
  /// end-1).
  /// - Throws: `RegistryError`; `.unauthorized` where it wants a name.
  public func ping(_ registry: String) throws(RegistryError) {
    let call = Call("cannot use the registry \(registry)", Endpoint(registry: registry), "", [])
    let exchange = try send(call, "GET", "/v2/")
    if !exchange.response.isSuccess { throw error(call, exchange) }
    if exchange.response.mediaType == "text/html" {
      throw ErrorAnswer.noRegistry(call.what, exchange.response)
    }
    exchange.finish()
  }
}
