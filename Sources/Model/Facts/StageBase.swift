import BaseImages
public import OCI
public import Source

/// What a stage begins from.
public enum StageBase: Sendable {
  /// Nothing: `FROM scratch`.
  case scratch
  /// An earlier stage, by its index.
  case stage(Int)
  /// An image whose name is known.
  case image(ImageReference)
  /// A `--build-context` of that name.
  case context(String)
  /// An image whose name is refused, with the reason.
  case invalid(String, ImageReferenceProblem)
  /// An image whose name depends on what is not known.
  case unknown
  /// No FROM at all: a fragment, taken to run on an ordinary distribution.
  case fragment
}

/// The user of an instruction or a container.
public struct UserFact: Sendable {
  /// The text of USER after expansion, such as `app`, `1000` or `app:app`.
  public let text: Fact<String>
  /// The USER instruction that set it; nil where it comes from the base.
  public let range: SourceRange?
  /// The name or number before the colon.
  public let name: String?
  /// The name or number after the colon.
  public let group: String?
  /// The number of the user where it is known.
  public let uid: Int?
  /// The home directory where it is known.
  public let home: String?

  /// Whether it is root; nil where that is not known.
  public var isRoot: Bool? {
    if let uid { return uid == 0 }
    guard let name else { return nil }
    return name == "root"
  }

  /// Whether the text names the user by number.
  public var isNumeric: Bool {
    name.map { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } } ?? false
  }
}
