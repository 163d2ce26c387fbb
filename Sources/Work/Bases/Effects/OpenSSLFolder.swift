import Archive

extension Effect {
  /// The links by which OpenSSL finds certificates, which the package `openssl` brings; where only the
  /// library is there, programs would trust nobody.
  static let openSSLFolder = Effect(packages: ["openssl"]) { tree, _ in
    guard tree.exists("etc/ssl/certs/ca-certificates.crt") else { return }
    tree.linkIfMissing("usr/lib/ssl/certs", to: "/etc/ssl/certs")
    tree.linkIfMissing("usr/lib/ssl/cert.pem", to: "/etc/ssl/certs/ca-certificates.crt")
    if tree.exists("etc/ssl/openssl.cnf") {
      tree.linkIfMissing("usr/lib/ssl/openssl.cnf", to: "/etc/ssl/openssl.cnf")
    }
  }
}
