public import OCI

/// How firmly a reference holds one image.
public enum ImagePinning: Hashable, Sendable {
  /// By the digest of its content, which cannot move.
  case digest
  /// By a digest that was made up and names no image.
  case placeholderDigest
  /// By a tag of a shape.
  case tag(TagShape.Pinning)
  /// `scratch`, which is no image and needs no pin.
  case scratch
}

extension ImageReference {
  /// How firmly the reference holds one image, where a full version of the
  /// product has `wholeVersion` numbers.
  public func pinning(wholeVersion: Int = 3) -> ImagePinning {
    if isScratch { return .scratch }
    if digest != nil { return hasPlaceholderDigest ? .placeholderDigest : .digest }
    guard let tag else { return .tag(.floating) }
    return .tag(TagShape(tag).pinning(wholeVersion: wholeVersion))
  }

  /// Whether it is the empty base `scratch`, which is no image of any registry.
  public var isScratch: Bool {
    repository == "docker.io/library/scratch" && tag == nil && digest == nil && !namesRegistry
  }
}
