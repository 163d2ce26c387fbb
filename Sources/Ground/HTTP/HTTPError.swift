public import Source

/// Why a request brought no answer, or not all of it.
public struct HTTPError: Error, Sendable {
  /// What went wrong, as far as a caller acts on it.
  public enum Kind: Hashable, Sendable {
    /// libcurl cannot be used.
    case unavailable
    /// The request is none that may be sent.
    case refused
    /// No connection came about.
    case unreachable
    /// The connection could not be secured: a certificate is not believed, or not accepted.
    case tls
    /// No TLS came about, as with a server that speaks plain HTTP.
    case handshake
    /// Something took too long.
    case timeout
    /// The connection ended before the answer did.
    case truncated
    /// The answer has more bytes than are taken.
    case tooLarge
    /// The answer is no HTTP.
    case malformed
    /// A redirect that is not followed: a loop, too many, or to a place where none may lead.
    case redirect
    /// The work was given up from inside.
    case cancelled
    /// The body to send could not be read, or the body received could not be stored.
    case local
  }

  /// What went wrong.
  public let kind: Kind
  /// It as a failure to show: what, why and what to do.
  public let failure: Failure

  /// An error from its parts.
  public init(_ kind: Kind, _ failure: Failure) {
    self.kind = kind
    self.failure = failure
  }

  /// An error in an exchange with `address`.
  init(_ kind: Kind, _ address: WebAddress, _ because: String..., hint: String? = nil) {
    let what =
      switch kind {
      case .unavailable, .unreachable: "cannot reach \(address.origin)"
      case .tls, .handshake: "cannot talk to \(address.origin) securely"
      case .refused, .redirect: "will not ask \(address.origin)"
      default: "cannot get an answer from \(address.origin)"
      }
    self.init(kind, Failure(what, because: because, hint: hint ?? HTTPError.hint(kind)))
  }

  /// Whether the same request may well succeed a moment later.
  public var isTransient: Bool {
    switch kind {
    case .unreachable, .timeout, .truncated: true
    default: false
    }
  }

  private static func hint(_ kind: Kind) -> String? {
    switch kind {
    case .unavailable: "install libcurl, on Debian and Ubuntu the package `libcurl4`"
    case .unreachable: "check the name, the network and the proxy settings"
    case .handshake: "if the server speaks plain HTTP, name it as an insecure registry"
    case .tls: "if you trust the server, add the authority that signed its certificate"
    case .timeout, .truncated: "try again; if it stays so, the server or the network is overloaded"
    case .tooLarge: "use a server that you trust"
    case .malformed: "check that the address is that of the right server"
    default: nil
    }
  }
}
