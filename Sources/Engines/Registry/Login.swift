import HTTP
import Source

extension RegistryClient {
  /// Asks a registry whether it accepts a credential: the same steps as for a pull, with no right
  /// asked for.
  ///
  /// - Parameters:
  ///   - credential: What is to be tried.
  ///   - settings: How registries are talked to.
  /// - Returns: Whether the registry asked for it at all.
  /// - Throws: `RegistryError`; `.unauthorized` where it does not accept it.
  @discardableResult
  public static func logIn(
    to registry: String, _ credential: Credential, _ settings: RegistrySettings
  ) throws(RegistryError) -> Bool {
    let client = RegistryClient(settings) { _, _ throws(Failure) in credential }
    try client.ping(registry)
    return client.authenticator.wasAsked(Endpoint(registry: registry))
  }
}
