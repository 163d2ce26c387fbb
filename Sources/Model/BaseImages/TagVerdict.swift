import OCI

/// Whether a tag is published, as far as that is known.
public enum TagVerdict: Hashable, Sendable {
  /// The tag was there when the data were read.
  case exists
  /// The repository has never had tags of this shape, or does not exist;
  /// `nearest` is the tag, or for a missing repository the image, that was likely meant.
  case notPublished(nearest: String?)
  /// Nothing certain can be said.
  case unknown
}

extension BaseImageFacts {
  /// Whether another tag of the same repository is published, as far as that is known.
  public func tagVerdict(_ tag: String) -> TagVerdict {
    BaseImageCatalog.shared.tagVerdict(for: reference.with(tag: tag))
  }
}
