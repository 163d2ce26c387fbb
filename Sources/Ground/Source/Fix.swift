/// A repair of one finding: edits that belong together, with how far they can be trusted and what
/// they change about the build.
public struct Fix: Hashable, Sendable {
  /// How much a repair may change.
  public enum Applicability: String, Hashable, Sendable, CaseIterable {
    /// Keeps what the file asks for, or changes it exactly as `changes` declares.
    case safe
    /// May change behaviour; applied only when asked.
    case unsafe
    /// Shown to a person, never applied by machine.
    case display
  }

  /// What the repair does, as a sentence that begins with a verb.
  public let title: String
  /// How far it can be trusted.
  public let applicability: Applicability
  /// The edits, none of which overlap.
  public let edits: [TextEdit]
  /// What a safe repair changes about the build; the plans before and after must differ in exactly
  /// this. Empty for what changes the text alone, and for repairs that are not safe, other than those
  /// that divide a RUN.
  public let changes: [Change]
  /// What may become different, as a sentence; for repairs that are not safe.
  public let risk: String?
  /// Lines for the ignore file of the build context; nil where only the Dockerfile is repaired. They
  /// change what the build sends, so that no such repair is safe.
  public let ignore: IgnoreAmendment?

  /// A repair from its edits, kept in the order of the source.
  public init(
    _ title: String, _ applicability: Applicability, _ edits: [TextEdit], changes: [Change] = [],
    risk: String? = nil, ignore: IgnoreAmendment? = nil
  ) {
    self.title = title
    self.applicability = applicability
    self.edits = edits.sorted { $0.range < $1.range }
    self.changes = changes
    self.risk = risk
    self.ignore = ignore
  }

  /// Whether a machine finds something to do in it.
  public var isEmpty: Bool { edits.isEmpty && ignore == nil }
}

extension Fix {
  /// One way in which the plan of a build differs after a repair.
  public enum Change: Hashable, Sendable {
    /// The frontend refused the file for what is repaired, and takes it afterwards.
    case refusal
    /// The script of a RUN that the edits touch has words more or less. Words are those of the
    /// shell, quotes included; operators such as `&&` and `;` count as words. Both lists are in
    /// the order of the script.
    case command(adds: [String], drops: [String])
    /// Two RUN instructions are one, with `&&` between their scripts.
    case joinedRuns
    /// One RUN is two with the same flags, which run its commands in their order; the second repeats
    /// the `set` that the first begins with. This one is held to account in an unsafe repair too.
    case splitRun
    /// A RUN is gone whose script was these words.
    case droppedRun(words: [String])
    /// The options of a mount of RUN that the edits touch.
    case mounts
    /// The value of one variable, in the image and for the RUN instructions that see it.
    case variable(String)
    /// The value of one label.
    case label(String)
    /// The author, which MAINTAINER sets.
    case author
    /// The user of the image and of the instructions after the edit.
    case user
    /// The working directory of the image and of the instructions after the edit.
    case workingDirectory
    /// The signal that stops a container.
    case stopSignal
    /// The ports.
    case ports
    /// The volumes.
    case volumes
    /// The shell of the shell forms after the edit.
    case shell
    /// The command that a container starts: CMD and ENTRYPOINT.
    case startCommand
    /// The health check.
    case healthcheck
    /// The name of a stage.
    case stageName
    /// The base of a stage: its reference or platform.
    case base
    /// The digest of an image that the file takes, as base of a stage, for a COPY or for a mount; the
    /// name stays, and so does the tag, but that `latest` may be spelled out.
    case digest
    /// How a COPY or ADD that the edits touch puts its sources in place.
    case transfer
  }
}
