public import Archive

/// How much the layers of an image may ask of whoever reads them.
public struct LayerLimits: Hashable, Sendable {
  /// How much may come out of a compressed layer.
  public var decompression = Decompressor.Limits()
  /// How much its archive may ask for.
  public var archive = TarLimits()
  /// The most files in all layers together.
  public var entries = 5_000_000
  /// The most bytes of a path: more than Linux takes in one call helps nobody.
  public var pathBytes = 4096
  /// The most folders within each other.
  public var depth = 256
  /// The most links that are followed on one way, as in Linux.
  public var links = 40

  /// Limits that real images stay far below.
  public init() {}
}
