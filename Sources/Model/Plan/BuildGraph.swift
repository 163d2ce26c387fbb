public import Documents
public import OCI
public import Source

/// The operations that one stage needs, each addressed by the digest of what it does and of what it
/// works on: a plan as a builder carries it out.
///
/// Operations come after those they need. Two operations with the same digest are one, so stages that
/// begin alike share their beginning.
public struct BuildGraph: Sendable {
  /// One operation.
  public struct Operation: Sendable {
    /// Its digest, over its kind, its fields and the digests of its inputs.
    public let digest: Digest
    /// What kind of work it is.
    public let kind: Kind
    /// The operations that it needs, as indexes in the graph; the first is what it works on.
    public let inputs: [Int]
    /// What it does, field by field.
    public let fields: [JSON.Member]
    /// What it does, for people, on one line.
    public let summary: String
    /// Where it is asked for; nil for what no instruction of its own asks for.
    public let range: SourceRange?
  }

  /// The kinds of work.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Takes the files of an image.
    case image
    /// Takes files of the context, or of a named one.
    case context
    /// Runs a command.
    case run
    /// Copies files.
    case copy
    /// Copies files, unpacks archives, fetches.
    case add
    /// Makes a folder.
    case directory
  }

  /// The operations, each after those it needs.
  public let operations: [Operation]
  /// The operation that leaves the files of the image; nil where it has none.
  public let result: Int?
  /// The stage that is built.
  public let stage: PlannedStage
  /// How many stages of the file are needed.
  public let stageCount: Int
}

extension BuildGraph {
  /// The operations that the target of a plan needs; nil where the plan has no stage.
  public init?(of plan: BuildPlan) {
    guard let target = plan.target, plan.stages.indices.contains(target) else { return nil }
    var assembly = GraphAssembly(plan)
    let result = assembly.stage(target)
    self.init(
      operations: assembly.operations, result: result, stage: plan.stages[target],
      stageCount: assembly.stageCount)
  }
}
