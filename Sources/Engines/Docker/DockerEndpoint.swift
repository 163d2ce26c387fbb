import Documents
import Host
import OCI
public import Source

/// Where the Docker daemon is that a user means, found as Docker's own client finds it.
public struct DockerEndpoint: Hashable, Sendable {
  /// How the daemon is reached.
  public enum Address: Hashable, Sendable {
    /// By a socket of this machine.
    case socket(String)
    /// By the network, as `host:port`.
    case network(String)
  }

  /// How the daemon is reached.
  public let address: Address
  /// The folder with `ca.pem`, `cert.pem` and `key.pem`; nil where TLS is not spoken.
  public let certificates: String?
  /// Whether the certificate of the daemon is checked.
  public let isVerified: Bool

  /// The endpoint that an environment names: `DOCKER_HOST` with `DOCKER_TLS_VERIFY`, `DOCKER_TLS` and
  /// `DOCKER_CERT_PATH`, else `DOCKER_CONTEXT`, else the context that `docker context use` chose, else
  /// the socket of this machine.
  /// - Throws: `Failure` when what is named cannot be understood or is not supported.
  public init(environment: [String: String]) throws(Failure) {
    func variable(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    let folder = variable("DOCKER_CONFIG") ?? variable("HOME").map { Paths.join($0, ".docker") }
    if let host = variable("DOCKER_HOST") {
      let verifies = variable("DOCKER_TLS_VERIFY") != nil
      let speaksTLS = verifies || variable("DOCKER_TLS") != nil
      let certificates = speaksTLS ? variable("DOCKER_CERT_PATH") ?? folder : nil
      try self.init(host, certificates: certificates, isVerified: verifies)
      return
    }
    var context = variable("DOCKER_CONTEXT")
    if context == nil { context = try DockerEndpoint.chosenContext(folder) }
    if let context, context != "default", let folder {
      try self.init(context: context, in: folder)
      return
    }
    // Where no system-wide daemon is, a rootless one may be.
    var socket = "/var/run/docker.sock"
    if !Files.exists(socket), let runtime = variable("XDG_RUNTIME_DIR") {
      let own = Paths.join(runtime, "docker.sock")
      if Files.exists(own) { socket = own }
    }
    try self.init("unix://\(socket)", certificates: nil, isVerified: true)
  }

  private init(_ host: String, certificates: String?, isVerified: Bool) throws(Failure) {
    if host.hasPrefix("unix://") {
      address = .socket(String(host.dropFirst("unix://".count)))
    } else if host.hasPrefix("tcp://") || host.hasPrefix("https://") || host.hasPrefix("http://") {
      let rest = host.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "/" }
      let hasPort = rest.last != "]" && rest.contains { $0 == ":" }
      address = .network(hasPort ? String(rest) : "\(rest):\(certificates == nil ? 2375 : 2376)")
    } else {
      let scheme = String(host.prefix { $0 != ":" })
      throw Failure(
        "cannot reach the Docker daemon at `\(host)`",
        because: ["`\(scheme)` is no way to it that hardstand knows"],
        hint: scheme == "ssh"
          ? "forward the socket with `ssh -L` and set DOCKER_HOST to it"
          : "set DOCKER_HOST to `unix://…` or `tcp://…`")
    }
    self.certificates = certificates
    self.isVerified = isVerified
  }

  private static func chosenContext(_ folder: String?) throws(Failure) -> String? {
    guard let folder else { return nil }
    let file = Paths.join(folder, "config.json")
    guard Files.isFile(file) else { return nil }
    return try JSON(reading: try Files.read(file, limit: 1 << 20), name: file)["currentContext"]?
      .string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The endpoint of a context, which Docker keeps under the digest of its name.
  private init(context: String, in folder: String) throws(Failure) {
    let digest = Digest(of: Array(context.utf8)).hex
    let file = Paths.join(folder, "contexts/meta/\(digest)/meta.json")
    guard Files.isFile(file) else {
      throw Failure(
        "cannot find the Docker context `\(context)`", because: ["there is no file `\(file)`"],
        hint: "list the contexts with `docker context ls`")
    }
    let endpoint = try JSON(reading: try Files.read(file, limit: 1 << 20), name: file)[
      "Endpoints"]?["docker"]
    guard let host = endpoint?["Host"]?.string else {
      throw Failure("cannot use the Docker context `\(context)`", because: ["it names no host"])
    }
    let tls = Paths.join(folder, "contexts/tls/\(digest)/docker")
    try self.init(
      host, certificates: Files.isFolder(tls) ? tls : nil,
      isVerified: endpoint?["SkipTLSVerify"]?.bool != true)
  }
}

extension DockerEndpoint: CustomStringConvertible {
  /// The address as Docker writes it.
  public var description: String {
    switch address {
    case .socket(let path): "unix://\(path)"
    case .network(let host): "tcp://\(host)"
    }
  }
}
