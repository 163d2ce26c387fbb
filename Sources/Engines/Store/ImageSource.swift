public import OCI
public import Source

/// A place that images are taken from blob by blob, such as a registry or a folder.
public protocol ImageSource: Sendable {
  /// Whether it will give the same blobs again, as a registry does. Then a blob that a power cut takes
  /// from the store is no loss: it is found out when it is read, and got anew.
  var givesAgain: Bool { get }

  /// The bytes of a manifest or index, at most `ManifestDocument.maximumBytes`, whose digest has been
  /// checked or will be by the caller.
  func document(_ descriptor: Descriptor) throws(Failure) -> [UInt8]

  /// Writes the bytes of a blob to a writer that may have the first of them already (`count`).
  ///
  /// The caller commits, so the digest need not be checked here.
  func fetch(_ descriptor: Descriptor, into writer: BlobWriter) throws(Failure)
}
