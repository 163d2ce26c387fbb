import HTTP

/// A server that answers for a registry: the registry itself, or a mirror of it.
struct Endpoint: Hashable, Sendable {
  /// The registry by its name, or the mirror's host: what credentials are kept under.
  let name: String
  /// The host, with its port where it is not the usual one.
  let authority: String
  /// What stands before every path in the registry; empty for nothing.
  let prefix: String
  /// The scheme where it was said.
  let scheme: String?
  /// Whether it is a mirror.
  let isMirror: Bool

  /// The endpoint of a registry by its name.
  init(registry: String) {
    name = registry
    // The host that answers for Docker Hub is not the one in the names of its images.
    authority = registry == "docker.io" ? "registry-1.docker.io" : registry
    prefix = ""
    scheme = nil
    isMirror = false
  }

  /// A mirror as settings name it; nil where the text is none.
  init?(mirror text: String) {
    var rest = text[...]
    var scheme: String?
    for known in ["http", "https"] where rest.hasPrefix(known + "://") {
      scheme = known
      rest = rest.dropFirst(known.count + 3)
    }
    while rest.last == "/" { rest.removeLast() }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    guard let address = WebAddress(scheme: scheme ?? "https", authority: String(rest[..<slash]))
    else { return nil }
    name = String(rest[..<slash])
    authority = address.authority
    prefix = slash == rest.endIndex ? "" : String(rest[rest.index(after: slash)...])
    self.scheme = scheme
    isMirror = true
  }

  /// The path of a repository at this server.
  func path(of path: String) -> String { prefix.isEmpty ? path : "\(prefix)/\(path)" }
}
