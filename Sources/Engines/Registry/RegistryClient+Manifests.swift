import HTTP
public import OCI
import Source

extension RegistryClient {
  private static let accepted = MediaType.manifests.map(\.rawValue).joined(separator: ", ")

  /// The manifest or index of a name, its digest checked (OCI distribution-spec, end-3).
  ///
  /// At most `ManifestDocument.maximumBytes` are taken. Mirrors are asked first.
  /// - Throws: `RegistryError`; `.missing` where there is none, `.corrupt` where the bytes are not
  ///   those of the digest, or no manifest.
  public func manifest(
    _ repository: Repository, _ name: ManifestName
  ) throws(RegistryError) -> ManifestDocument {
    try pulling(repository, "cannot read \(repository)\(name)") {
      call, path throws(RegistryError) in
      try manifest(call, path, name)
    }
  }

  /// The manifest or index of a name at one server.
  func manifest(
    _ call: Call, _ path: String, _ name: ManifestName
  ) throws(RegistryError) -> ManifestDocument {
    let exchange = try send(
      call, "GET", "/v2/\(path)/manifests/\(name.text)",
      headers: HTTPHeaders([("Accept", RegistryClient.accepted)]))
    let response = exchange.response
    if !response.isSuccess { throw error(call, exchange) }
    if response.mediaType == "text/html" { throw ErrorAnswer.noRegistry(call.what, response) }
    let bytes = try body(call, exchange, limit: ManifestDocument.maximumBytes)
    return try document(call, name, response, bytes)
  }

  private func document(
    _ call: Call, _ name: ManifestName, _ response: HTTPResponse, _ bytes: [UInt8]
  ) throws(RegistryError) -> ManifestDocument {
    let told = response.headers["Docker-Content-Digest"]
    let wanted: Digest?
    switch name {
    case .digest(let digest): wanted = digest
    case .tag: wanted = told.flatMap { Digest($0) }
    }
    if let wanted {
      let actual = Digest(of: bytes, wanted.algorithm)
      if actual != wanted {
        throw RegistryError(
          .corrupt, call.what,
          ["\(call.endpoint.name) sends bytes whose digest is \(actual) and not \(wanted)"],
          hint: "try again; if it stays so, do not trust this registry")
      }
    }
    let type = MediaType(response.mediaType)
    let isManifest =
      type.isManifest || type.isIndex || type == .dockerSchema1
      || type == .dockerSchema1Signed
    do throws(Failure) {
      let document = try ManifestDocument(
        bytes, told: isManifest ? type : nil, algorithm: wanted?.algorithm ?? .sha256)
      // The header decides what other clients take it for.
      if type.isIndex || type.isManifest, type.isIndex != document.mediaType.isIndex {
        throw Failure(
          call.what,
          because: ["it is sent as `\(type)` and calls itself `\(document.mediaType)`"],
          hint: "do not use this image; readers would disagree on what it is")
      }
      return document
    } catch {
      throw RegistryError(
        .corrupt, call.what, error.what == call.what ? error.because : [error.what] + error.because,
        hint: error.hint)
    }
  }

  /// What a name points to, without its manifest where the registry tells (OCI distribution-spec,
  /// end-3 with HEAD).
  /// - Throws: `RegistryError`; `.missing` where the name is not known.
  public func resolve(
    _ repository: Repository, _ name: ManifestName
  ) throws(RegistryError) -> Descriptor {
    try pulling(repository, "cannot look up \(repository)\(name)") {
      call, path throws(RegistryError) in
      let exchange = try send(
        call, "HEAD", "/v2/\(path)/manifests/\(name.text)",
        headers: HTTPHeaders([("Accept", RegistryClient.accepted)]))
      exchange.finish()
      let response = exchange.response
      let type = MediaType(response.mediaType)
      if response.isSuccess, type.isManifest || type.isIndex, let size = response.length,
        let digest = response.headers["Docker-Content-Digest"].flatMap({ Digest($0) })
      {
        if case .digest(let wanted) = name, wanted != digest {
          throw RegistryError(
            .corrupt, call.what, ["\(call.endpoint.name) answers with the digest \(digest)"],
            hint: "do not trust this registry")
        }
        return Descriptor(mediaType: type, digest: digest, size: size)
      }
      // An answer to HEAD has no body that could say why, and some servers only know GET.
      return try manifest(call, path, name).descriptor
    }
  }

  /// Puts a manifest or index under a name (OCI distribution-spec, end-7). Blobs and manifests that
  /// it names must be there.
  ///
  /// Where it has a subject and the registry keeps no lists of referrers, the list is kept under the
  /// fallback tag.
  /// - Throws: `RegistryError`.
  public func put(
    _ document: ManifestDocument, to repository: Repository, _ name: ManifestName
  ) throws(RegistryError) {
    let call = Call(
      "cannot push \(repository)\(name)", repository, Scope.push)
    if case .digest(let digest) = name, digest != document.digest,
      digest != Digest(of: document.bytes, digest.algorithm)
    {
      throw RegistryError(
        .local, call.what, ["the digest of the manifest is \(document.digest)"],
        hint: "push it under that digest, or under a tag")
    }
    let response = try put(call, repository, name, document.bytes, document.mediaType)
    let subject: Descriptor? =
      switch document {
      case .manifest(let manifest): manifest.subject
      case .index(let index): index.subject
      }
    if let subject, response.headers["OCI-Subject"] == nil {
      try addToFallback(document, of: subject.digest, in: repository)
    }
  }

  func put(
    _ call: Call, _ repository: Repository, _ name: ManifestName, _ bytes: [UInt8],
    _ type: MediaType
  ) throws(RegistryError) -> HTTPResponse {
    let exchange = try send(
      call, "PUT", "/v2/\(repository.path)/manifests/\(name.text)",
      headers: HTTPHeaders([("Content-Type", type.rawValue)]), body: .bytes(bytes))
    let response = exchange.response
    if !response.isSuccess { throw error(call, exchange) }
    if response.mediaType == "text/html" { throw ErrorAnswer.noRegistry(call.what, response) }
    exchange.finish()
    if let told = response.headers["Docker-Content-Digest"].flatMap({ Digest($0) }),
      told != Digest(of: bytes, told.algorithm)
    {
      throw RegistryError(
        .corrupt, call.what, ["\(call.endpoint.name) stored it as \(told)"],
        hint: "try again; if it stays so, something between here and the registry alters content")
    }
    return response
  }

  /// Removes a name (OCI distribution-spec, end-9). By digest, the manifest goes with all its tags.
  /// - Throws: `RegistryError`; `.unsupported` where the registry removes nothing.
  public func delete(
    _ name: ManifestName, in repository: Repository
  ) throws(RegistryError) {
    let call = Call(
      "cannot remove \(repository)\(name)", repository, Scope.delete)
    let exchange = try send(call, "DELETE", "/v2/\(repository.path)/manifests/\(name.text)")
    if !exchange.response.isSuccess { throw error(call, exchange) }
    exchange.finish()
  }
}
