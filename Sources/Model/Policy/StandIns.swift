public import OCI

/// Images of the store that stand in for public ones, as where no registry can be reached. Whoever uses
/// one says so.
public struct StandIns: Hashable, Sendable {
  /// An image that stands in for another.
  public struct StandIn: Hashable, Sendable {
    /// The image that Dockerfiles name.
    public let original: ImageReference
    /// The name of the image in its place.
    public let replacement: ImageReference
    /// Where that was decided.
    public let origin: Origin

    /// A stand-in from its parts.
    public init(original: ImageReference, replacement: ImageReference, origin: Origin) {
      self.original = original
      self.replacement = replacement
      self.origin = origin
    }
  }

  /// All of them, in the order in which they were told; for each image there is one.
  public private(set) var all: [StandIn] = []

  /// None.
  public init() {}

  /// Takes one over; it replaces an earlier one for the same image.
  public mutating func add(_ standIn: StandIn) {
    all.removeAll { $0.original.asksForTheSame(as: standIn.original) }
    all.append(standIn)
  }

  /// What stands in for an image; nil where nothing does. A reference with a digest means that content
  /// and no other, so nothing stands in for it unless it was told with the digest.
  public func standIn(for reference: ImageReference) -> StandIn? {
    all.first { $0.original.asksForTheSame(as: reference) }
  }
}
