public import Dockerfile
public import Source

/// What a Dockerfile asks a builder to do: every stage with its base, its operations and the
/// settings of its image, after names were resolved and variables replaced.
///
/// It is a value: two plans can be compared, and a plan can be printed before anything is done.
public struct BuildPlan: Sendable {
  /// The stages in the order written.
  public let stages: [PlannedStage]
  /// The stage to build, as an index; nil where the file has none.
  public let target: Int?
  /// Why the frontend refuses the file; empty where it does not.
  public let problems: [SyntaxProblem]
}

/// One stage of a plan.
public struct PlannedStage: Sendable {
  /// The index, from 0.
  public let index: Int
  /// The name in lower case; nil where it has none.
  public let name: String?
  /// What it begins from.
  public let base: PlannedBase
  /// What is done, in order.
  public let operations: [PlannedOperation]
  /// What it sets in the configuration of its image.
  public let settings: ImageSettings
  /// Where FROM stands.
  public let range: SourceRange
}

/// What a stage begins from.
public struct PlannedBase: Hashable, Sendable {
  /// The kinds of bases.
  public enum Kind: Hashable, Sendable {
    /// Nothing.
    case scratch
    /// An earlier stage, by its index.
    case stage(Int)
    /// An image by the text of its reference.
    case image(PlannedText)
    /// A `--build-context` of that name.
    case named(String)
  }

  /// What it is.
  public let kind: Kind
  /// The platform that FROM asks for; nil for the platform of the build.
  public let platform: PlannedText?
}
