public import Source

/// What tells a registry who asks.
public enum Credential: Hashable, Sendable {
  /// A name and its password or access token.
  case password(user: String, secret: String)
  /// A token that the registry's token service gave for the right to ask for others.
  case identityToken(String)
  /// A token that goes to the registry as it is.
  case registryToken(String)

  /// The name, where there is one.
  public var user: String? {
    if case .password(let user, _) = self { return user }
    return nil
  }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible {
  /// What kind it is; the secret is never shown.
  public var description: String {
    switch self {
    case .password(let user, _): "password of \(user)"
    case .identityToken: "identity token"
    case .registryToken: "registry token"
    }
  }

  /// The same: a secret has no place in a log.
  public var debugDescription: String { description }
}

/// Finds the credential for a repository of a registry, or for the registry as a whole where the
/// path is empty; nil where there is none.
public typealias CredentialLookup =
  @Sendable (_ registry: String, _ path: String) throws(Failure) -> Credential?
