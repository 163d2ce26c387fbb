/// How much an archive may ask of its reader.
public struct TarLimits: Hashable, Sendable {
  /// The most headers.
  public var headers = 20_000_000
  /// The most bytes of a path, or of what a link leads to.
  public var pathBytes = 1 << 16
  /// The most bytes of an extended header, extended attributes in it.
  public var recordBytes = 1 << 20
  /// The most pieces of a file with holes.
  public var extents = 100_000
  /// The most bytes of a file with holes: they cost nothing in the archive.
  public var sparseBytes: Int64 = 64 << 30

  /// Limits that real archives stay far below.
  public init() {}
}
