/// How bytes are compressed.
public enum Compression: String, Hashable, Sendable, CaseIterable {
  /// Not at all.
  case none
  /// gzip (RFC 1952).
  case gzip
  /// Zstandard (RFC 8878).
  case zstd
  /// xz, which is read and never written.
  case xz

  /// The ways in which hardstand compresses.
  public static let written: [Compression] = [.none, .gzip, .zstd]
}
