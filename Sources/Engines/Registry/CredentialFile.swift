import Documents
import Host
import Source

/// A `config.json` of Docker, or an `auth.json` of Podman. What hardstand does not know of it stays.
struct CredentialFile {
  private let path: String
  private var json: JSON

  /// Reads a file.
  init(reading path: String) throws(Failure) {
    try self.init(path, Files.read(path, limit: 16 << 20))
  }

  private init(_ path: String, _ bytes: [UInt8]) throws(Failure) {
    self.path = path
    json = bytes.allSatisfy { $0 <= 32 } ? [:] : try JSON(reading: bytes, name: path)
    if json.object == nil {
      throw Failure(
        "cannot use `\(path)`", because: ["it is no JSON object"], hint: "correct or remove it")
    }
  }

  /// Reads a file, or begins a new one where there is none.
  init(readingIfThere path: String) throws(Failure) {
    try self.init(path, Files.exists(path) ? Files.read(path, limit: 16 << 20) : [])
  }

  /// The name under which a registry's credential is kept.
  static func key(for registry: String) -> String {
    registry == "docker.io" ? "https://index.docker.io/v1/" : registry
  }

  /// Every name under which a registry's credential may be kept, the usual one first.
  static func keys(for registry: String) -> [String] {
    let hosts =
      registry == "docker.io"
      ? ["index.docker.io", "docker.io", "registry-1.docker.io"] : [registry]
    var keys = [key(for: registry)]
    for host in hosts {
      for key in [
        host, "https://\(host)", "https://\(host)/", "https://\(host)/v1/", "https://\(host)/v2/",
        "http://\(host)", "http://\(host)/", "http://\(host)/v1/", "\(host)/v1/", "\(host)/v2/",
      ] where !keys.contains(key) { keys.append(key) }
    }
    return keys
  }

  /// The helper that keeps a registry's credential; nil where the file itself does.
  func helper(for registry: String) -> String? {
    let helpers = json["credHelpers"]
    for key in CredentialFile.keys(for: registry) {
      if let name = helpers?[key]?.string, !name.isEmpty { return name }
    }
    return json["credsStore"]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The credential for a registry, or a repository in it: the longest key that fits counts.
  func credential(for registry: String, _ repository: String) throws(Failure) -> Credential? {
    guard let entries = json["auths"] else { return nil }
    var parts = repository.split(separator: "/")
    while !parts.isEmpty {
      let key = "\(registry)/\(parts.joined(separator: "/"))"
      if let entry = entries[key], let found = try credential(entry) { return found }
      parts.removeLast()
    }
    for key in CredentialFile.keys(for: registry) {
      if let entry = entries[key], let found = try credential(entry) { return found }
    }
    return nil
  }

  private func credential(_ entry: JSON) throws(Failure) -> Credential? {
    func text(_ key: String) -> String? { entry[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }
    if let token = text("identitytoken") { return .identityToken(token) }
    if let token = text("registrytoken") { return .registryToken(token) }
    if let auth = text("auth") {
      let bytes = Base64.bytes(auth) ?? []
      // Docker's old files end in null bytes.
      let pair = String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
      guard let colon = pair.firstIndex(of: ":"), colon > pair.startIndex else {
        throw Failure(
          "cannot use an entry of `\(path)`", because: ["its `auth` is no name and password"],
          hint: "run `hardstand login` again")
      }
      return .password(
        user: String(pair[..<colon]), secret: String(pair[pair.index(after: colon)...]))
    }
    if let user = text("username"), let secret = text("password") {
      return .password(user: user, secret: secret)
    }
    return nil
  }

  /// A credential as an entry of the file.
  static func entry(_ credential: Credential) -> JSON {
    switch credential {
    case .password(let user, let secret):
      ["auth": .string(Base64.text(Array("\(user):\(secret)".utf8)))]
    case .identityToken(let token): ["identitytoken": .string(token)]
    case .registryToken(let token): ["registrytoken": .string(token)]
    }
  }

  /// Puts an entry in the place of the one that has the same key.
  mutating func setEntry(_ key: String, _ entry: JSON) {
    json = json.setting("auths", to: (json["auths"] ?? [:]).setting(key, to: entry))
  }

  /// Removes every entry of a registry; false where there is none.
  mutating func removeEntries(for registry: String) -> Bool {
    guard let members = json["auths"]?.object else { return false }
    let keys = CredentialFile.keys(for: registry)
    let kept = members.filter { !keys.contains($0.key) }
    json = json.setting("auths", to: .object(kept))
    return kept.count < members.count
  }

  /// Writes the file as a whole; a new one can be read by its owner alone.
  func write() throws(Failure) {
    try Files.makeFolder(Paths.folder(of: path))
    try Files.write(json.bytes(.pretty) + [10], to: path, mode: 0o600)
  }
}
