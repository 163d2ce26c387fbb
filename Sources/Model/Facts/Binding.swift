public import Source

/// A variable of the build: its value and where that comes from.
public struct Binding: Hashable, Sendable {
  /// Where a variable was set.
  public enum Origin: Hashable, Sendable {
    /// An ENV of this file.
    case environment(SourceRange)
    /// An ARG of a stage.
    case argument(SourceRange)
    /// An ARG before the first FROM.
    case globalArgument(SourceRange)
    /// The environment of the base image.
    case base
    /// The builder: platform and proxy arguments.
    case builder
  }

  /// The value; unknown for an ARG without default, since the build may set it.
  public let value: Fact<String>
  /// Where it was set.
  public let origin: Origin
  /// Whether a `--build-arg` may change the value, directly or through other variables.
  public let dependsOnArguments: Bool
  /// The value in a build without any `--build-arg`: absent for an ARG without default.
  public let plainValue: Fact<String>

  /// A variable from its parts; `plain` is its value without any `--build-arg`, where that differs
  /// from what the others tell.
  public init(
    value: Fact<String>, origin: Origin, dependsOnArguments: Bool = false,
    plain: Fact<String>? = nil
  ) {
    self.value = value
    self.origin = origin
    self.dependsOnArguments = dependsOnArguments
    plainValue = plain ?? (value.isUnknown && dependsOnArguments ? .absent : value)
  }

  /// Where it was set in the file; nil where that is outside.
  public var range: SourceRange? {
    switch origin {
    case .environment(let range), .argument(let range), .globalArgument(let range): range
    case .base, .builder: nil
    }
  }
}
