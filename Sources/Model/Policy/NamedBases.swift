public import OCI

/// Bases of packages that a project declares: names that Dockerfiles have after FROM, each with the
/// specification that it is made from where the store does not have it.
public struct NamedBases: Hashable, Sendable {
  /// One base.
  public struct NamedBase: Hashable, Sendable {
    /// The name of the image.
    public let name: ImageReference
    /// The path of the specification, or the name of one that is ready.
    public let specification: String
    /// Where that was decided.
    public let origin: Origin

    /// A base from its parts.
    public init(name: ImageReference, specification: String, origin: Origin) {
      self.name = name
      self.specification = specification
      self.origin = origin
    }
  }

  /// All of them, in the order in which they were told.
  public private(set) var all: [NamedBase] = []

  /// None.
  public init() {}

  /// Takes one over; it replaces an earlier one of the same name.
  public mutating func add(_ base: NamedBase) {
    all.removeAll { $0.name.asksForTheSame(as: base.name) }
    all.append(base)
  }

  /// The base of a name; nil where none is declared.
  public func base(_ name: ImageReference) -> NamedBase? {
    all.first { $0.name.asksForTheSame(as: name) }
  }
}
