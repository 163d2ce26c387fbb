import Documents
import Host
public import Source

/// The credentials that a user keeps for registries, in the files and helpers that Docker's and
/// Podman's users have (`config.json`; containers-auth.json(5)).
public struct CredentialStore: Sendable {
  /// The environment, which names the files and is that of the helpers.
  public let environment: [String: String]
  /// How long a helper may take.
  public var helperTime: Duration = .seconds(30)

  /// The store of a user.
  /// - Parameter environment: The environment of the session: `DOCKER_CONFIG`, `HOME`,
  ///   `REGISTRY_AUTH_FILE` and `XDG_RUNTIME_DIR` count.
  public init(environment: [String: String]) { self.environment = environment }

  /// The file that `hardstand login` writes, as Docker's does; nil where there is no home.
  public var mainFile: String? {
    if let folder = set("DOCKER_CONFIG") { return Paths.join(folder, "config.json") }
    return set("HOME").map { Paths.join($0, ".docker/config.json") }
  }

  /// The files that are read, the first that knows a registry counts.
  public var files: [String] {
    var files: [String] = []
    if let mainFile { files.append(mainFile) }
    if let file = set("REGISTRY_AUTH_FILE") {
      files.append(file)
    } else {
      if let folder = set("XDG_RUNTIME_DIR") {
        files.append(Paths.join(folder, "containers/auth.json"))
      }
      if let home = set("HOME") { files.append(Paths.join(home, ".config/containers/auth.json")) }
    }
    return files
  }

  private func set(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The credential for a registry.
  /// - Parameters:
  ///   - registry: Its name, such as `docker.io`.
  ///   - path: A repository in it, for files that have credentials for parts of a registry.
  /// - Returns: nil where none is kept.
  /// - Throws: `Failure` when a file is no JSON, or a helper fails.
  public func credential(for registry: String, path: String = "") throws(Failure) -> Credential? {
    for file in files where Files.exists(file) {
      if let found = try credential(for: registry, path, in: CredentialFile(reading: file)) {
        return found
      }
    }
    return nil
  }

  private func credential(
    for registry: String, _ path: String, in file: CredentialFile
  ) throws(Failure) -> Credential? {
    if let name = file.helper(for: registry) {
      let helper = try CredentialHelper(name, environment, helperTime)
      if let found = try helper.get(CredentialFile.key(for: registry)) { return found }
    }
    return try file.credential(for: registry, path)
  }

  /// Where a credential went.
  public struct Stored: Hashable, Sendable {
    /// The file or the helper, for a message.
    public let place: String
    /// What the user should know of the place; nil where it is safe.
    public let warning: String?
  }

  /// Keeps a credential: in the helper that the main file names, else in the file itself.
  /// - Throws: `Failure` when it cannot be kept.
  public func store(_ credential: Credential, for registry: String) throws(Failure) -> Stored {
    let path = try requireMainFile("cannot keep the credential for \(registry)")
    var file = try CredentialFile(readingIfThere: path)
    let key = CredentialFile.key(for: registry)
    if let name = file.helper(for: registry) {
      try CredentialHelper(name, environment, helperTime).store(credential, for: key)
      // An entry tells Docker's tools that the helper has something.
      file.setEntry(key, [:])
      try file.write()
      return Stored(place: "the credential helper `\(name)`", warning: nil)
    }
    file.setEntry(key, CredentialFile.entry(credential))
    try file.write()
    let isOpen = Files.status(path).map { $0.mode & 0o077 != 0 } ?? false
    return Stored(
      place: path,
      warning: "The credential is stored unencrypted in `\(path)`"
        + (isOpen ? ", which others can read; run `chmod 600 \(path)`. " : ". ")
        + "Configure a credential helper to keep it safer.")
  }

  /// Forgets what is kept for a registry in the main file and its helper.
  /// - Returns: Whether anything was kept there.
  /// - Throws: `Failure` when it cannot be forgotten.
  public func forget(_ registry: String) throws(Failure) -> Bool {
    let path = try requireMainFile("cannot forget the credential for \(registry)")
    if !Files.exists(path) { return false }
    var file = try CredentialFile(reading: path)
    var hadOne = false
    if let name = file.helper(for: registry) {
      let helper = try CredentialHelper(name, environment, helperTime)
      for key in CredentialFile.keys(for: registry) where try helper.erase(key) { hadOne = true }
    }
    if file.removeEntries(for: registry) {
      hadOne = true
      try file.write()
    }
    return hadOne
  }

  private func requireMainFile(_ what: String) throws(Failure) -> String {
    if let mainFile { return mainFile }
    throw Failure(
      what, because: ["neither `DOCKER_CONFIG` nor `HOME` is set"], hint: "set `DOCKER_CONFIG`")
  }
}
