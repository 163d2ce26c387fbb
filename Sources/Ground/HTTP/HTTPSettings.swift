/// How requests are made.
public struct HTTPSettings: Sendable {
  /// How a connection to a host is secured.
  public struct Security: Hashable, Sendable {
    /// Files with certificates of authorities in PEM, believed beside those of the system. In a
    /// folder, every file that ends in `.crt` or `.pem` counts.
    public var authorities: [String] = []
    /// The file with the certificate that this side shows, in PEM; nil for none.
    public var certificate: String?
    /// The file with the key of `certificate`, in PEM; nil where it is in the same file.
    public var key: String?
    /// Whether the certificate of the host must be that of the host and signed by an authority.
    public var isVerified = true

    /// The usual way: the authorities of the system, and nothing shown.
    public init() {}
  }

  /// How every connection is secured that `hosts` does not name.
  public var security = Security()
  /// How connections to these hosts are secured, by host, with its port where it is not the usual one.
  public var hosts: [String: Security] = [:]
  /// Folders in which a folder that is named like a host holds what connections to it need: files
  /// `*.crt` of authorities, and `*.cert` with `*.key` of this side (Docker's and Podman's `certs.d`).
  public var hostFolders: [String] = []
  /// The hosts that are asked without TLS where an address says so; this machine always is.
  public var plainHosts: Set<String> = []
  /// Through which proxies requests go.
  public var proxies = Proxies()
  /// The file with the certificates of the system's authorities; nil where libcurl knows it.
  public var systemAuthorities: String?
  /// The folder with them, each under the hash of its name; nil where libcurl knows it.
  public var systemAuthorityFolder: String?
  /// How the program names itself.
  public var userAgent = "hardstand"
  /// How long to wait for a connection, name look-up and TLS with it.
  public var connectTime: Duration = .seconds(30)
  /// How long to wait for the first line of an answer after the request is sent.
  public var answerTime: Duration = .seconds(120)
  /// Over how long a time a transfer must bring `stallBytes` a second, not counting pauses on this side.
  public var stallTime: Duration = .seconds(30)
  /// How many bytes a second a transfer must bring, on average over `stallTime`.
  public var stallBytes = 512
  /// The most bytes of headers that are taken.
  public var headerLimit = 256 << 10
  /// The most bytes of a body that wait for whoever reads it.
  public var bufferBytes = 512 << 10
  /// The socket that requests go to in place of the host, as with a Docker daemon; nil for none.
  public var socket: String?
  /// Whether HTTP/2 is spoken where a server offers it.
  public var offersHTTP2 = true
  /// What stops all requests; nil for nothing.
  public var cancellation: Cancellation?

  /// The usual settings.
  /// - Parameter environment: Where proxies, the authorities of the system (`SSL_CERT_FILE`,
  ///   `SSL_CERT_DIR`) and the home of the user are named. With a home, the usual `certs.d` are read.
  public init(environment: [String: String] = [:]) {
    proxies = Proxies(environment: environment)
    if let file = environment["SSL_CERT_FILE"], !file.isEmpty { systemAuthorities = file }
    if let folder = environment["SSL_CERT_DIR"], !folder.isEmpty { systemAuthorityFolder = folder }
    if let home = environment["HOME"], !home.isEmpty {
      hostFolders = [
        "\(home)/.config/containers/certs.d", "/etc/containers/certs.d", "/etc/docker/certs.d",
      ]
    }
  }

  /// How a connection to the host of an address is secured.
  func security(of address: WebAddress) -> Security {
    hosts[address.authority] ?? hosts["\(address.host):\(address.port)"] ?? security
  }

  /// Whether an address may be asked as it is: with TLS, on this machine, or named.
  public func allows(_ address: WebAddress) -> Bool {
    address.scheme == "https" || socket != nil || address.isLoopback || isPlain(address)
  }

  /// Whether the host of an address is named among those that are asked without TLS.
  func isPlain(_ address: WebAddress) -> Bool {
    plainHosts.contains(address.authority) || plainHosts.contains("\(address.host):\(address.port)")
  }
}
