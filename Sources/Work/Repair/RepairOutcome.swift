public import Evidence
import Facts
public import Lint
public import Source

/// What repairs made of one file.
public struct RepairOutcome: Sendable {
  /// A repair that was made.
  public struct Applied: Hashable, Sendable {
    /// The rule that asked for it.
    public let rule: String
    /// What it does.
    public let title: String
    /// How far it can be trusted.
    public let applicability: Fix.Applicability
    /// What may become different; nil where nothing does but what the repair is for.
    public let risk: String?
    /// The line of the finding when it was made, from 1.
    public let line: Int
  }

  /// A repair that was not made: the comparison of plans turned it down, or there is no room for it.
  public struct Rejected: Hashable, Sendable {
    /// The rule that asked for it.
    public let rule: String
    /// What it would have done.
    public let title: String
    /// The line of the finding, from 1.
    public let line: Int
    /// Why it was turned down.
    public let reason: String
    /// Whether that is a bug in the rule, and not a limit of the builder or of the repairs.
    public let isBug: Bool
  }

  /// The file before.
  public let source: SourceText
  /// The bytes after; those of `source` where nothing was done.
  public let bytes: [UInt8]
  /// The repairs in the order in which they were made.
  public let applied: [Applied]
  /// The repairs that were not made.
  public let rejected: [Rejected]
  /// What is found in the text after.
  public let remaining: [Finding]
  /// The text after, for the places of `remaining`.
  public let result: SourceText
  /// Why nothing was done to the file, where something forbids it.
  public let untouched: String?
  /// What the ignore file of the build context gets; nil where that is nothing.
  public let amendment: IgnoreAmendment?
  /// Whether lines for that file might be written.
  public let amendsContext: Bool
  /// Whether it is known what the build sends.
  public let isContextKnown: Bool
  /// What is known of the file afterwards, where its context is known and might be amended.
  let facts: DockerfileFacts?

  /// What builds from its context need; nil where the context is not known.
  public var contextNeeds: ContextNeeds? { facts.flatMap { ContextNeeds($0) } }

  /// The ignore file of its context; nil where the context is not known.
  public var ignorePath: String? { facts?.context?.ignorePath }

  /// Whether the bytes differ.
  public var isChanged: Bool { bytes != source.bytes }

  /// How many findings remain that a repair which may change behaviour would take away.
  public var unsafeOffers: Int {
    remaining.count { finding in finding.fixes.contains { $0.applicability == .unsafe } }
  }
}
