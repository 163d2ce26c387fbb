public import OCI
public import Source

/// A place that images are taken from blob by blob, such as a registry or a folder.
public protocol ImageSource: Sendable {
  /// The bytes of a manifest or index, at most `ManifestDocument.maximumBytes`, whose digest has been
  /// checked or will be by the caller.
  func document(_ descriptor: Descriptor) throws(Failure) -> [UInt8]

  /// Writes the bytes of a blob to a writer that may have the first of them already (`count`).
  ///
  /// The caller commits, so the digest need not be checked here.
  func fetch(_ descriptor: Descriptor, into writer: BlobWriter) throws(Failure)
}
