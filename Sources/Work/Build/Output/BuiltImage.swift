public import Frontend
public import OCI

/// What a build made.
public struct BuiltImage: Sendable {
  /// One layer that the build put on its base.
  public struct Layer: Hashable, Sendable {
    /// The step that left it, by the number of its operation.
    public let operation: Int
    /// Its blob.
    public let descriptor: Descriptor
    /// The digest of its archive.
    public let diffID: Digest
    /// Whether it was there before.
    public let isCached: Bool
  }

  /// The manifest, which the store has.
  public let manifest: Descriptor
  /// The settings.
  public let config: ImageConfig
  /// The digest of the settings as the store has them.
  public var configuration: Digest { Digest(of: config.bytes) }
  /// The layers of the build, the lowest first; those of the base are not among them.
  public let layers: [Layer]
  /// Where it came from.
  public let provenance: Provenance
  /// What the build was.
  public let definition: BuildDefinition
  /// What other machines need to find its steps done, where that was asked for.
  public let cache: CacheIndex?
}
