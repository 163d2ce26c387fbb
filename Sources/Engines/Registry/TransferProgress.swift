public import OCI

/// What happens to a blob on its way.
public enum TransferProgress: Hashable, Sendable {
  /// How a blob came to be where it should be.
  public enum Outcome: Hashable, Sendable {
    /// Its bytes went over the network.
    case transferred
    /// It was there already.
    case existed
    /// The registry took it from another of its repositories.
    case mounted
  }

  /// Its transfer begins; `size` is nil where that is not known.
  case began(Digest, size: Int64?)
  /// So many of its bytes are over. The number falls where a transfer starts anew.
  case advanced(Digest, bytes: Int64)
  /// It is complete and checked.
  case finished(Digest, Outcome)
}
