public import Layers
public import OCI

/// An image to be analyzed, wherever it is.
public struct AnalyzedImage: Sendable {
  /// What the user calls it.
  public let name: String
  /// Its manifest.
  public let manifest: Manifest
  /// Its configuration.
  public let config: ImageConfig
  /// Its layers, the lowest first.
  public let layers: [LayerBlob]

  /// An image.
  /// - Parameters:
  ///   - name: What the user calls it.
  ///   - manifest: Its manifest.
  ///   - config: Its configuration.
  ///   - layers: Its layers, in the order of the manifest.
  public init(name: String, manifest: Manifest, config: ImageConfig, layers: [LayerBlob]) {
    self.name = name
    self.manifest = manifest
    self.config = config
    self.layers = layers
  }
}
