import Archive
import Crypto
import Documents

extension Effect {
  /// The certificates of authorities as Java reads them, which `ca-certificates-java` makes with Java.
  static let javaKeyStore = Effect(packages: ["ca-certificates-java"]) { tree, context in
    guard context.package("ca-certificates-java") != nil,
      let bundle = tree.text("etc/ssl/certs/ca-certificates.crt")
    else { return }
    let certificates = PrivacyEnhancedMail.certificates(bundle)
    let store = JavaKeyStore.bytes(certificates, date: context.date)
    tree.write("etc/ssl/certs/java/cacerts", store)
  }
}

/// Certificates in text (RFC 7468).
enum PrivacyEnhancedMail {
  /// The bytes of each certificate of a text, in order.
  static func certificates(_ text: String) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var body: String?
    for line in text.split(separator: "\n") {
      if line.hasPrefix("-----BEGIN CERTIFICATE") {
        body = ""
      } else if line.hasPrefix("-----END CERTIFICATE") {
        if let text = body, let bytes = Base64.bytes(text) { result.append(bytes) }
        body = nil
      } else if body != nil {
        body? += line
      }
    }
    return result
  }
}

/// A key store of Java in its first form, `JKS`, with trusted certificates alone.
enum JavaKeyStore {
  /// The password that Java has for what is public.
  private static let password = "changeit"

  /// The bytes of a store.
  /// - Parameters:
  ///   - certificates: The certificates (X.509, DER).
  ///   - date: Their date, in seconds since 1970-01-01T00:00:00Z.
  static func bytes(_ certificates: [[UInt8]], date: Int64) -> [UInt8] {
    var bytes: [UInt8] = []
    func number(_ value: Int64, _ count: Int) {
      for place in (0..<count).reversed() {
        bytes.append(UInt8(truncatingIfNeeded: value >> Int64(place * 8)))
      }
    }
    func text(_ value: String) {
      number(Int64(value.utf8.count), 2)
      bytes += Array(value.utf8)
    }
    number(0xFEED_FEED, 4)
    number(2, 4)
    number(Int64(certificates.count), 4)
    for (index, certificate) in certificates.enumerated() {
      number(2, 4)
      text("authority-\(index + 1)")
      number(date * 1000, 8)
      text("X.509")
      number(Int64(certificate.count), 4)
      bytes += certificate
    }
    // The digest is of the password in two bytes a letter, a text that was Sun's joke, and the store.
    let secret = password.utf8.flatMap { [0, $0] } + Array("Mighty Aphrodite".utf8)
    return bytes + SHA1.digest(secret + bytes)
  }
}
