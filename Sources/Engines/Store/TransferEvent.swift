public import OCI

/// What happens while blobs are moved, for whoever shows it.
public enum TransferEvent: Sendable {
  /// The blobs that have to be moved are known.
  case planned([Descriptor])
  /// A blob is there already.
  case present(Descriptor)
  /// A blob is moved.
  case finished(Descriptor)
}

/// Takes events, from any thread.
public typealias TransferObserver = @Sendable (TransferEvent) -> Void
