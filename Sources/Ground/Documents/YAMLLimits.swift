/// The bounds within which YAML is read; what goes beyond is refused.
public struct YAMLLimits: Hashable, Sendable {
  /// The most bytes a source may have.
  public var bytes: Int
  /// The most collections that may stand in each other, aliases replaced.
  public var depth: Int
  /// The most nodes of one source, each alias counted as all that it stands for.
  public var nodes: Int

  /// Bounds for files that people write: 1 MiB, 64 levels, 100 000 nodes.
  public init(bytes: Int = 1 << 20, depth: Int = 64, nodes: Int = 100_000) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
  }
}
