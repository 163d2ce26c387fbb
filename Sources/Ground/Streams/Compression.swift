/// How bytes are compressed.
public enum Compression: String, Hashable, Sendable, CaseIterable {
  /// Not at all.
  case none
  /// With gzip (RFC 1952).
  case gzip
  /// With Zstandard (RFC 8878).
  case zstd
}
