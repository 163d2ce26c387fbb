public import OCI
public import Source

/// A place of images in a registry.
public struct Repository: Hashable, Sendable {
  /// The registry by the name that people write, such as `docker.io` or `localhost:5000`.
  public let registry: String
  /// The path inside of it, such as `library/busybox`.
  public let path: String

  /// A repository from its parts.
  public init(registry: String, path: String) {
    self.registry = registry
    self.path = path
  }

  /// The repository of an image.
  public init(_ image: ImageReference) {
    self.init(registry: image.registry, path: image.path)
  }
}

extension Repository: CustomStringConvertible {
  /// Registry and path.
  public var description: String { "\(registry)/\(path)" }
}

/// How a manifest is asked for.
public enum ManifestName: Hashable, Sendable {
  /// By a tag, which may point elsewhere tomorrow.
  case tag(String)
  /// By its digest.
  case digest(Digest)

  /// The name in an address.
  var text: String {
    switch self {
    case .tag(let tag): tag
    case .digest(let digest): digest.description
    }
  }
}

extension ManifestName: CustomStringConvertible {
  /// The tag or digest with the mark that stands before it.
  public var description: String {
    switch self {
    case .tag(let tag): ":\(tag)"
    case .digest(let digest): "@\(digest)"
    }
  }
}

extension ImageReference {
  /// How its manifest is asked for.
  /// - Throws: `Failure` when its digest is of a kind that cannot be checked.
  public func requireManifestName() throws(Failure) -> ManifestName {
    if let manifestName { return manifestName }
    throw Failure(
      "cannot use the digest of `\(familiar)`",
      because: ["it is neither of SHA-256 nor of SHA-512"], hint: "name another digest")
  }

  /// How its manifest is asked for: by digest where it has one, else by tag; nil where the digest is
  /// of a kind that cannot be checked.
  public var manifestName: ManifestName? {
    guard let digest else { return .tag(tag ?? "latest") }
    return Digest(digest).map { .digest($0) }
  }
}
