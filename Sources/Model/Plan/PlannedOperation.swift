public import Source

/// One thing that the builder does to the files of a stage.
public struct PlannedOperation: Sendable {
  /// The kinds of operations.
  public enum Kind: Hashable, Sendable {
    /// Runs a command.
    case run(PlannedRun)
    /// Puts files in place.
    case transfer(PlannedTransfer)
    /// Makes the folder that WORKDIR names.
    case makeDirectory(PlannedText, owner: PlannedText?)
  }

  /// What it does.
  public let kind: Kind
  /// The instruction that asks for it, as an index in the instructions of the file.
  public let instruction: Int
  /// Where the instruction stands.
  public let range: SourceRange
}

/// A RUN with everything that its process sees.
public struct PlannedRun: Hashable, Sendable {
  /// What runs.
  public var command: PlannedCommand
  /// The mounts in their order.
  public var mounts: [PlannedMount]
  /// The value of `--network`.
  public var network: PlannedText?
  /// The value of `--security`.
  public var security: PlannedText?
  /// The values of `--device`, in order.
  public var devices: [PlannedText]
  /// The variables that the file sets, build arguments included; the base brings more.
  public var variables: PlannedVariables
  /// The working directory; nil where only the base knows it.
  public var directory: PlannedText?
  /// The user; nil where the base decides.
  public var user: PlannedText?
}

/// A mount of RUN.
public struct PlannedMount: Hashable, Sendable {
  /// Where its files come from; nil for what has no files, such as a secret.
  public let source: PlannedSource?
  /// The options by their first names (`target`, `source`, …), `from` left out.
  public let options: [String: PlannedText]
}

/// Where files come from.
public enum PlannedSource: Hashable, Sendable {
  /// The context of the build.
  case context
  /// A stage, by its index.
  case stage(Int)
  /// An image.
  case image(PlannedText)
  /// A `--build-context` of that name.
  case named(String)
}

/// A COPY or ADD.
public struct PlannedTransfer: Hashable, Sendable {
  /// A file whose content stands in the Dockerfile.
  public struct Inline: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its content, after variables were replaced.
    public let content: PlannedText
  }

  /// Whether it is an ADD, which unpacks archives and fetches.
  public var isAdd: Bool
  /// Where the paths lead.
  public var source: PlannedSource
  /// The paths, patterns and URLs, in order.
  public var paths: [PlannedText]
  /// The here-documents, in order.
  public var inline: [Inline]
  /// The absolute path that the sources go to.
  public var destination: PlannedText
  /// Whether the destination is a folder by the way it is written.
  public var isFolder: Bool
  /// The flags with their values, `from` left out; a flag without a value is `true`.
  public var options: [String: PlannedText]
  /// The values of `--exclude`, in order.
  public var excludes: [PlannedText]
  /// The user in force, who may be asked for by name.
  public var user: PlannedText?
}
