/// What is wrong with the text of an image reference, and where.
public struct ImageReferenceProblem: Error, Hashable, Sendable {
  /// A part of a reference.
  public enum Part: String, Hashable, Sendable {
    /// The registry and the path.
    case name
    /// What stands after the colon.
    case tag
    /// What stands after the at sign.
    case digest
  }

  /// The ways in which a reference can be wrong.
  public enum Kind: Hashable, Sendable {
    /// There is no text.
    case empty
    /// A variable stands in it that was not expanded.
    case unexpandedVariable
    /// A part stands for something that was never filled in, such as `<digest>`.
    case placeholder(Part)
    /// It begins with `http://` or another scheme.
    case scheme(String)
    /// A blank stands in it.
    case blank
    /// The repository has upper-case letters; the associated text is it in lower case.
    case upperCaseRepository(lowercased: String)
    /// The registry is no host name.
    case malformedRegistry
    /// The path breaks the grammar.
    case malformedPath
    /// The path is longer than 255 bytes.
    case pathTooLong
    /// The name is 64 hexadecimal digits, which Docker takes for an image id.
    case bareIdentifier
    /// Nothing stands after the colon.
    case emptyTag
    /// The tag has a byte that no tag may have, or begins with a dot or a dash.
    case malformedTag
    /// The tag is longer than 128 bytes.
    case tagTooLong
    /// The digest is not `algorithm:hex`.
    case malformedDigest
    /// The algorithm of the digest is not one that registries know.
    case unsupportedAlgorithm(String)
    /// The digest has another length than its algorithm gives.
    case digestLength(expected: Int, actual: Int)
    /// The digest has upper-case hexadecimal digits.
    case upperCaseDigest
  }

  /// What is wrong.
  public let kind: Kind
  /// The bytes of the text that are wrong, as UTF-8 offsets.
  public let range: Range<Int>
  /// The wrong bytes as text.
  public let text: String

  /// A problem of a kind at a place.
  public init(_ kind: Kind, _ range: Range<Int>, _ text: String) {
    self.kind = kind
    self.range = range
    self.text = text
  }

  /// What is wrong, as a sentence without a full stop.
  public var message: String {
    switch kind {
    case .empty: "The image reference is empty"
    case .unexpandedVariable: "The image reference holds an unexpanded variable in `\(text)`"
    case .placeholder(.name): "The image name `\(text)` is a placeholder that was never filled in"
    case .placeholder(.tag): "The tag `\(text)` is a placeholder that was never filled in"
    case .placeholder(.digest): "The digest `\(text)` is a placeholder that was never filled in"
    case .scheme(let scheme): "An image reference has no scheme, so `\(scheme)://` must go"
    case .blank: "The image reference holds a blank"
    case .upperCaseRepository(let lowercased):
      "The repository `\(text)` has upper-case letters; registries take only `\(lowercased)`"
    case .malformedRegistry: "`\(text)` is no registry host name"
    case .malformedPath:
      "`\(text)` is no repository path: its parts are lower-case letters and digits, joined by one dot, one or two underscores, or dashes"
    case .pathTooLong: "The repository path has \(range.count) bytes; 255 are allowed"
    case .bareIdentifier: "64 hexadecimal digits name an image id, not a repository"
    case .emptyTag: "Nothing stands after the colon; a tag must follow"
    case .malformedTag:
      "`\(text)` is no tag: letters, digits, `_`, `.` and `-` are allowed, and the first is no `.` or `-`"
    case .tagTooLong: "The tag has \(range.count) bytes; 128 are allowed"
    case .malformedDigest: "`\(text)` is no digest: it must be `sha256:` and 64 hexadecimal digits"
    case .unsupportedAlgorithm(let name):
      "Registries know no digest algorithm `\(name)`; `sha256` is the usual one"
    case .digestLength(let expected, let actual):
      "The digest has \(actual) hexadecimal digits; its algorithm gives \(expected)"
    case .upperCaseDigest: "The digest `\(text)` has upper-case digits; they must be lower case"
    }
  }
}
