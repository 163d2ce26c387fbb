import COpenSSL

/// MD5 (RFC 1321), which formats of old ask for. It proves nothing: anybody can make two files of one
/// digest.
public enum MD5 {
  /// The digest of bytes in hexadecimal.
  public static func hex(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 16)
    bytes.withUnsafeBytes { hardstand_md5($0.baseAddress, $0.count, &digest) }
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// SHA-1 (FIPS 180-4), which formats of old ask for. It proves nothing, as MD5 does not.
public enum SHA1 {
  /// The 20 bytes of the digest of bytes.
  public static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 20)
    bytes.withUnsafeBytes { hardstand_sha1($0.baseAddress, $0.count, &digest) }
    return digest
  }
}
