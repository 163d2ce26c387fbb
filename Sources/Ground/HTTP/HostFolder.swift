import Host
import Source

/// What the folder of a host holds for connections to it (dockerd, "Verify repository client with
/// certificates"; containers-certs.d(5)).
enum HostFolder {
  /// Adds what the folders hold for the host of an address.
  static func add(
    to security: inout HTTPSettings.Security, _ address: WebAddress, _ folders: [String]
  ) throws(Failure) {
    for folder in folders {
      for name in Set([address.authority, "\(address.host):\(address.port)"]).sorted() {
        let path = Paths.join(folder, name)
        if !Files.isFolder(path) { continue }
        let names = try Files.list(path).map(\.name)
        if names.contains(where: { $0.hasSuffix(".crt") }) { security.authorities.append(path) }
        guard security.certificate == nil,
          let own = names.first(where: { $0.hasSuffix(".cert") })
        else { continue }
        let key = "\(own.dropLast(5)).key"
        if !names.contains(key) {
          throw Failure(
            "cannot use the certificate `\(Paths.join(path, own))`",
            because: ["there is no key `\(key)` beside it"], hint: "put the key there")
        }
        security.certificate = Paths.join(path, own)
        security.key = Paths.join(path, key)
      }
    }
  }
}
