public import Source

/// A parser directive at the top of a Dockerfile: `# syntax=`, `# escape=` or `# check=`.
public struct Directive: Hashable, Sendable {
  /// The name in lower case.
  public let name: String
  /// The value without surrounding blanks.
  public let value: String
  /// The whole line without its ending.
  public let range: SourceRange
  /// The value alone.
  public let valueRange: SourceRange
}
