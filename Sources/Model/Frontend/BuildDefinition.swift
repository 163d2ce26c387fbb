public import OCI
public import Source

/// What a builder has to do for one target on one platform: the operations on files, and the settings
/// of the image that they make.
///
/// It is what a Dockerfile, the options of the build and the settings of its base images say together;
/// nothing in it is left to be expanded.
public struct BuildDefinition: Sendable {
  /// The operations, each after those it needs.
  public let operations: [BuildOperation]
  /// The operation that leaves the files of the image; nil where it has none.
  public let result: Int?
  /// How the image runs.
  public let runtime: RuntimeConfig
  /// The steps, without times.
  public let history: [ImageConfig.History]
  /// The author, where one is named.
  public let author: String?
  /// What the image is for.
  public let platform: Platform
  /// The name of the stage, or its number.
  public let stage: String
  /// The build arguments that were given and that no stage declares.
  public let unusedArguments: [String]

  /// The same, with every step done anew.
  public var withoutCache: BuildDefinition {
    BuildDefinition(
      operations: operations.map { operation in
        BuildOperation(
          kind: operation.kind, base: operation.base, stage: operation.stage,
          stageName: operation.stageName, title: operation.title, range: operation.range,
          step: operation.step, ignoresCache: true, platform: operation.platform)
      }, result: result, runtime: runtime, history: history, author: author, platform: platform,
      stage: stage, unusedArguments: unusedArguments)
  }
}

/// One thing that is done to files.
public struct BuildOperation: Sendable {
  /// The kinds of operations.
  public enum Kind: Sendable {
    /// Takes the files of an image, by the number that the resolver gave it.
    case image(Int)
    /// Takes the files of a named context as they are.
    case context(String)
    /// Runs a command.
    case run(RunOperation)
    /// Puts files in place.
    case copy(CopyOperation)
    /// Makes a folder, and those above it.
    case makeDirectory(String, owner: String?)
  }

  /// What is done.
  public let kind: Kind
  /// The operation whose files it works on; nil for none, as after `FROM scratch`.
  public let base: Int?
  /// The stage by its index in the file; those of images come from the first stage that names them.
  public let stage: Int
  /// The name of the stage, or its number.
  public let stageName: String
  /// What it is called in progress and logs, such as `RUN make`.
  public let title: String
  /// The instruction; nil where none stands in the file.
  public let range: SourceRange?
  /// Its place among the steps of its stage from 1, and how many there are.
  public let step: (number: Int, count: Int)?
  /// Whether it is done even where it was done before.
  public let ignoresCache: Bool
  /// What the image is for that it works on.
  public let platform: Platform
}

/// Where files come from.
public enum FileOrigin: Hashable, Sendable {
  /// A context: nil for that of the build, else a named one.
  case context(String?)
  /// What an operation left; nil for no files.
  case operation(Int?)
}
