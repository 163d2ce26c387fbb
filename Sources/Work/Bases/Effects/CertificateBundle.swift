import Archive

extension Effect {
  /// The certificates of authorities in one file, which `update-ca-certificates` makes.
  static let certificateBundle = Effect(packages: ["ca-certificates"]) { tree, context in
    let certificates = tree.paths(below: "usr/share/ca-certificates").filter {
      $0.bytes.suffix(4).elementsEqual(".crt".utf8)
    }
    if certificates.isEmpty { return }
    var bundle: [UInt8] = []
    for path in certificates {
      guard let bytes = tree.content(path) else { continue }
      bundle += bytes
      if bytes.last != 0x0A { bundle.append(0x0A) }
      if context.spec.hasPackageManager {
        let name = path.name.dropLast(4).map { $0 == " " ? "_" : String($0) }.joined()
        tree.link(
          RawPath("etc/ssl/certs/\(name).pem"), to: RawPath(Array("/".utf8) + path.bytes))
      }
    }
    tree.write("etc/ssl/certs/ca-certificates.crt", bundle)
    if context.spec.hasPackageManager {
      let prefix = "usr/share/ca-certificates/".utf8.count
      let list = certificates.map { String(decoding: $0.bytes[prefix...], as: UTF8.self) + "\n" }
      tree.write("etc/ca-certificates.conf", list.joined())
      tree.makeFolder("usr/local/share/ca-certificates")
    } else {
      // The bundle has them all.
      tree.remove("usr/share/ca-certificates")
      tree.remove("etc/ca-certificates")
    }
  }
}
