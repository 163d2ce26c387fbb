import Host
import OCI
public import Registry
import Source

/// Asks registries what names stand for.
public struct PinLookup: Sendable {
  private let client: RegistryClient
  private let threads: Int

  /// - Parameters:
  ///   - client: The client to ask with.
  ///   - threads: How many images are asked for at once.
  public init(_ client: RegistryClient, threads: Int = 4) {
    self.client = client
    self.threads = threads
  }

  /// The answers to queries, each asked once.
  public func answers(to queries: [PinQuery]) -> PinAnswers {
    let client = client
    let answers = Parallel.map(queries, threads: threads) { query in
      Self.answer(query, client)
    }
    return Dictionary(zip(queries.map(\.key), answers)) { first, _ in first }
  }

  private static func answer(_ query: PinQuery, _ client: RegistryClient) -> PinAnswer {
    let repository = Repository(query.reference)
    guard let name = query.reference.manifestName else {
      return .failed(
        Failure(
          "cannot look up `\(query.reference.familiar)`",
          because: ["its digest is neither of SHA-256 nor of SHA-512"], hint: "name another digest",
          place: query.place))
    }
    do throws(RegistryError) {
      let found = try client.resolve(repository, name)
      guard query.wantsPlatforms else { return .found(found.digest, platforms: nil) }
      return .found(
        found.digest, platforms: try platforms(found.digest, repository, client))
    } catch {
      let failure = error.failure
      return .failed(
        Failure(
          failure.what, because: failure.because, hint: hint(error) ?? failure.hint,
          place: query.place))
    }
  }

  /// What to do where the client does not say it.
  private static func hint(_ error: RegistryError) -> String? {
    if error.failure.hint != nil { return nil }
    switch error.kind {
    case .missing: return "check the name and the tag for a typo"
    case .unauthorized, .denied: return "run `hardstand login` for the registry, or check the name"
    case .network: return "check the connection, or name a mirror with `--mirror`"
    default: return "try again later"
    }
  }

  /// The platforms of an image; nil where they are not told.
  private static func platforms(
    _ digest: Digest, _ repository: Repository, _ client: RegistryClient
  ) throws(RegistryError) -> [Platform]? {
    switch try client.manifest(repository, .digest(digest)) {
    case .index(let index):
      let platforms = index.platforms
      return platforms.isEmpty ? nil : platforms
    case .manifest(let manifest):
      if !manifest.isImage { return nil }
      let bytes = try client.blob(
        manifest.config, of: repository, limit: ImageConfig.maximumBytes)
      return (try? ImageConfig(bytes)).map { [$0.platform] }
    }
  }
}
