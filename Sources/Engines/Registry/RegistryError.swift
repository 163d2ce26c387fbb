public import HTTP
public import Source

/// Why a registry did not do what it was asked.
public struct RegistryError: Error, Sendable {
  /// What went wrong, as far as a caller acts on it.
  public enum Kind: Hashable, Sendable {
    /// What was asked for is not there.
    case missing
    /// The registry wants to know who asks, or does not believe it.
    case unauthorized
    /// Whoever asks may not do that.
    case denied
    /// Too many requests, and more waiting did not help.
    case tooMany
    /// The registry is out of order.
    case server
    /// The registry refuses the request for another reason.
    case refused
    /// What came is not what it should be: another digest or size, or no manifest.
    case corrupt
    /// What answers is no registry.
    case noRegistry
    /// The registry does not know this part of the specification.
    case unsupported
    /// No answer came, for this reason.
    case network(HTTPError.Kind)
    /// Something on this side failed.
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

  init(_ kind: Kind, _ what: String, _ because: [String], hint: String? = nil) {
    self.init(kind, Failure(what, because: because, hint: hint))
  }

  /// No answer came to `what`.
  init(_ what: String, _ error: HTTPError) {
    let failure = error.failure
    if error.kind == .local {
      self.init(.local, failure)
    } else {
      self.init(
        .network(error.kind),
        Failure(what, because: [failure.what] + failure.because, hint: failure.hint))
    }
  }

  /// Whether another server may answer where this one did not.
  var mayDifferElsewhere: Bool {
    switch kind {
    case .local, .network(.cancelled), .network(.local): false
    default: true
    }
  }

  /// The same error with one more cause.
  func adding(_ causes: [String]) -> RegistryError {
    RegistryError(
      kind, Failure(failure.what, because: failure.because + causes, hint: failure.hint))
  }
}
