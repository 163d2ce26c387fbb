public import Layers
public import OCI

/// What an analysis looks at, and how much it may take.
public struct AnalysisOptions: Sendable {
  /// How many rows each list of the result has at most.
  public var rows = 20
  /// Whether the content of files is searched for secrets.
  public var looksForSecrets = true
  /// The most bytes of a file that are searched for secrets.
  public var secretBytes = 1 << 20
  /// The most secrets that are told.
  public var secretCount = 500
  /// The image that a machine has already, to tell what a pull of this one costs it.
  public var other: (name: String, manifest: Manifest)?
  /// How much the layers may ask for.
  public var limits = LayerLimits()

  /// The usual options.
  public init() {}
}
