public import OCI
public import Source

/// One place of a file that names an image of a registry, and where its digest is to be written.
public struct PinPlace: Sendable {
  /// What the image is taken as.
  public enum Role: Hashable, Sendable {
    /// The base of a stage.
    case base
    /// The source of `COPY --from`.
    case copy
    /// The source of a mount of RUN.
    case mount
    /// The frontend that `# syntax=` names.
    case frontend
    /// The image of a service of a compose file, by its name.
    case service(String)
  }

  /// The platforms that the image must be there for.
  public enum Platforms: Hashable, Sendable {
    /// Those that the user asks for.
    case asked
    /// This one, whatever the user asks for.
    case only(Platform)
    /// That of the builder, which nobody knows here.
    case builder
  }

  /// What the image is taken as.
  public let role: Role
  /// The image.
  public let reference: ImageReference
  /// The reference after variables were replaced.
  public let text: String
  /// Where the reference stands.
  public let range: SourceRange
  /// Text that ends as the reference does; the digest is written at its end. It stands in an ARG where
  /// that gives the end of the reference.
  public let written: MappedText
  /// The platforms that the image must be there for.
  public let platforms: Platforms

  /// A place from its parts.
  init(
    _ role: Role, _ reference: ImageReference, text: String, range: SourceRange,
    written: MappedText, platforms: Platforms
  ) {
    self.role = role
    self.reference = reference
    self.text = text
    self.range = range
    self.written = written
    self.platforms = platforms
  }

  /// The edit that holds the image by a digest; nil where the text does not end in the digest that
  /// it has.
  ///
  /// A reference without tag and digest gets the tag that it stands for, `latest`.
  func edit(_ digest: Digest) -> TextEdit? {
    let end = written.sourceRange.upperBound
    guard let old = reference.digest else {
      return .insert((reference.tag == nil ? ":latest" : "") + "@\(digest)", at: end)
    }
    let tail = Array(old.utf8)
    let start = written.count - tail.count
    guard start >= 0, written.bytes[start...].elementsEqual(tail) else { return nil }
    return TextEdit(written.source(of: start..<written.count), "\(digest)")
  }

  /// The reference with a tag and that digest, as it will be read.
  func pinned(_ digest: Digest) -> String {
    let name = text.prefix { $0 != "@" }
    return name + (reference.tag == nil && reference.digest == nil ? ":latest" : "") + "@\(digest)"
  }
}

/// A place that names an image, or may, and is left as it is.
public struct PinObstacle: Sendable {
  /// What the image is taken as.
  public let role: PinPlace.Role
  /// The reference as far as it is known.
  public let text: String
  /// Where it stands.
  public let range: SourceRange
  /// Why it is left, as a sentence without a full stop.
  public let reason: String

  init(_ role: PinPlace.Role, _ text: String, _ range: SourceRange, _ reason: String) {
    self.role = role
    self.text = text
    self.range = range
    self.reason = reason
  }
}

extension PinPlace.Role: CustomStringConvertible {
  /// The role in a word, for programs.
  public var description: String {
    switch self {
    case .base: "base"
    case .copy: "copy"
    case .mount: "mount"
    case .frontend: "syntax"
    case .service: "service"
    }
  }
}
