import Documents
import HTTP
public import OCI
import Source

extension RegistryClient {
  /// What says something of a manifest: signatures, inventories and the like (OCI distribution-spec,
  /// end-12a and end-12b).
  ///
  /// Where the registry keeps no such lists, the index under the fallback tag is read.
  /// - Parameters:
  ///   - digest: The manifest, whether the registry has it or not.
  ///   - artifactType: What kind is wanted; nil for all.
  /// - Throws: `RegistryError`.
  public func referrers(
    of digest: Digest, in repository: Repository, artifactType: String? = nil
  ) throws(RegistryError) -> [Descriptor] {
    let call = Call(
      "cannot list what refers to \(digest.short) in \(repository)", repository, Scope.pull)
    var found: [Descriptor] = []
    let absence = try pages(
      call, "/v2/\(repository.path)/referrers/\(digest)",
      artifactType.map { [("artifactType", $0)] } ?? [], acceptsAbsence: true
    ) { _, json throws(RegistryError) in
      found += try descriptors(call, json)
      return found.count <= settings.listLimit
    }
    if found.count > settings.listLimit { throw tooMany(call) }
    if absence != nil {
      found = try fallback(call, repository, digest)?.manifests ?? []
    }
    // `OCI-Filters-Applied` says whether the registry did it; twice does no harm.
    guard let artifactType else { return found }
    return found.filter { $0.artifactType == artifactType }
  }

  private func descriptors(_ call: Call, _ json: JSON) throws(RegistryError) -> [Descriptor] {
    var found: [Descriptor] = []
    do throws(Failure) {
      for (number, entry) in (json["manifests"]?.array ?? []).enumerated() {
        found.append(try Descriptor(entry, "entry \(number + 1) of the list"))
      }
    } catch {
      throw RegistryError(
        .corrupt, call.what, [error.what] + error.because, hint: "do not trust this registry")
    }
    return found
  }

  /// The tag under which referrers are listed where the registry keeps no lists (OCI
  /// distribution-spec, "Referrers Tag Schema").
  static func fallbackTag(_ digest: Digest) -> String {
    "\(digest.algorithm.rawValue)-\(digest.hex.prefix(64))"
  }

  private func fallback(
    _ call: Call, _ repository: Repository, _ digest: Digest
  ) throws(RegistryError) -> ImageIndex? {
    do throws(RegistryError) {
      let document = try manifest(
        call, repository.path, .tag(RegistryClient.fallbackTag(digest)))
      if case .index(let index) = document { return index }
      throw RegistryError(
        .corrupt, call.what,
        ["the tag `\(RegistryClient.fallbackTag(digest))` is no list of referrers"],
        hint: "remove the tag")
    } catch {
      if error.kind == .missing { return nil }
      throw error
    }
  }

  /// Adds a manifest to the list under the fallback tag of its subject.
  ///
  /// Nothing keeps two writers apart, so the list is read again afterwards, and written again where
  /// another one won.
  func addToFallback(
    _ document: ManifestDocument, of subject: Digest, in repository: Repository
  ) throws(RegistryError) {
    let call = Call(
      "cannot list \(document.digest.short) as a referrer in \(repository)", repository, Scope.push)
    let entry = RegistryClient.referrer(document)
    var attempts = Attempts(settings, cancellation)
    repeat {
      let index = try fallback(call, repository, subject)
      let entries = index?.manifests ?? []
      if entries.contains(where: { $0.digest == entry.digest }) { return }
      let longer = ImageIndex(manifests: entries + [entry], annotations: index?.annotations ?? [:])
      _ = try put(
        call, repository, .tag(RegistryClient.fallbackTag(subject)), longer.bytes, longer.mediaType)
      let written = try fallback(call, repository, subject)
      if written?.manifests.contains(where: { $0.digest == entry.digest }) == true { return }
    } while attempts.next()
    throw RegistryError(
      .server, call.what, ["others write the list at the same time"], hint: "try again")
  }

  /// How a manifest stands in a list of referrers.
  static func referrer(_ document: ManifestDocument) -> Descriptor {
    let (type, annotations): (String?, [String: String]) =
      switch document {
      case .manifest(let manifest):
        (manifest.artifactType ?? manifest.config.mediaType.rawValue, manifest.annotations)
      case .index(let index): (index.artifactType, index.annotations)
      }
    return Descriptor(
      mediaType: document.mediaType, digest: document.digest, size: Int64(document.bytes.count),
      annotations: annotations, artifactType: type)
  }
}
