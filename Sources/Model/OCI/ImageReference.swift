/// The name of an image: a repository with an optional tag and digest.
///
/// It follows the grammar of the distribution project and Docker's
/// normalisation: `busybox` means `docker.io/library/busybox`.
public struct ImageReference: Hashable, Sendable {
  /// The host, with its port where one was written, such as `docker.io` or `localhost:5000`.
  public let registry: String
  /// The path inside of the registry, such as `library/busybox`.
  public let path: String
  /// The tag as written; nil when there is none.
  public let tag: String?
  /// The digest as written, such as `sha256:…`; nil when there is none.
  public let digest: String?
  /// Whether the text named its registry.
  public let namesRegistry: Bool

  /// A reference from parts that are known to be well-formed.
  init(registry: String, path: String, tag: String?, digest: String?, namesRegistry: Bool) {
    self.registry = registry
    self.path = path
    self.tag = tag
    self.digest = digest
    self.namesRegistry = namesRegistry
  }

  /// The registry and the path, such as `docker.io/library/busybox`.
  public var repository: String { "\(registry)/\(path)" }

  /// The tag that is pulled: the one written, else `latest`; nil where only a digest is given.
  public var effectiveTag: String? { tag ?? (digest == nil ? "latest" : nil) }

  /// Whether two references ask for the same image: of the same repository by the same tag, `latest`
  /// where none is written, or by the same digest.
  public func asksForTheSame(as other: ImageReference) -> Bool {
    repository == other.repository && digest == other.digest
      && (digest != nil || effectiveTag == other.effectiveTag)
  }

  /// The repository in the short form that people write, such as `busybox` or `nginx/unit`.
  public var familiarRepository: String {
    guard registry == "docker.io" else { return repository }
    guard path.hasPrefix("library/") else { return path }
    let short = path.dropFirst("library/".count)
    return short.contains("/") ? path : String(short)
  }

  /// The reference in the short form that people write, such as `busybox:1.36`.
  public var familiar: String {
    familiarRepository + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
  }

  /// Whether it is one of Docker's official images on Docker Hub.
  public var isOfficial: Bool { registry == "docker.io" && path.hasPrefix("library/") }

  /// The same image under another tag and without its digest.
  public func with(tag: String) -> ImageReference {
    ImageReference(
      registry: registry, path: path, tag: tag, digest: nil, namesRegistry: namesRegistry)
  }

  /// Whether the digest is a made-up one: well-formed, but one digit or a
  /// short run of digits over and over, such as 64 zeros.
  public var hasPlaceholderDigest: Bool {
    guard let digest, let colon = digest.firstIndex(of: ":") else { return false }
    let hex = Array(digest[digest.index(after: colon)...].utf8)
    guard hex.count >= 32 else { return false }
    for period in [1, 2, 4, 6, 8, 10, 16]
    where (period..<hex.count).allSatisfy({ hex[$0] == hex[$0 - period] }) {
      return true
    }
    return false
  }
}

extension ImageReference: CustomStringConvertible {
  /// The reference in full: registry, path, tag and digest.
  public var description: String {
    var text = repository
    if let tag { text += ":\(tag)" }
    if let digest { text += "@\(digest)" }
    return text
  }
}
