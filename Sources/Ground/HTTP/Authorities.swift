import Host
import Source

/// The certificates of authorities that a connection believes.
struct Authorities: Sendable {
  /// The file with those of the system; nil where libcurl knows it.
  var file: String?
  /// The folder with those of the system by the hash of their names; nil where libcurl knows it.
  var folder: String?
  /// Certificates in PEM in place of `file`.
  var extra: [UInt8] = []

  /// Where systems keep the certificates of their authorities in one file.
  private static let systemFiles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem",
  ]

  /// Those of the system, wherever libcurl finds them.
  init() {}

  /// The authorities for a connection.
  ///
  /// libcurl takes the certificates in memory in place of those in a file, so where more are
  /// believed than those of the system the file of the system is read as well.
  init(_ security: HTTPSettings.Security, _ settings: HTTPSettings) throws(Failure) {
    file = settings.systemAuthorities
    folder = settings.systemAuthorityFolder
    if security.authorities.isEmpty { return }
    let system = file ?? Authorities.systemFiles.first { Files.exists($0) }
    if let system { extra = try Files.read(system) }
    for path in security.authorities {
      if Files.isFolder(path) {
        for entry in try Files.list(path)
        where entry.name.hasSuffix(".crt") || entry.name.hasSuffix(".pem") {
          try add(Paths.join(path, entry.name))
        }
      } else {
        try add(path)
      }
    }
  }

  private mutating func add(_ path: String) throws(Failure) {
    let bytes = try Files.read(path, limit: 4 << 20)
    guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN ") else {
      throw Failure(
        "cannot believe the authority in `\(path)`", because: ["it holds no certificate in PEM"],
        hint: "convert it with `openssl x509 -inform der -in \(path)`")
    }
    extra.append(UInt8(ascii: "\n"))
    extra.append(contentsOf: bytes)
  }
}
