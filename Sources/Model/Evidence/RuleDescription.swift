public import Source

/// What is known of a rule without running it: the text of `explain`, the
/// documentation, the SARIF rule table and the keys of configuration.
///
/// Every start lists all of them, and few are read, so they are passed on by reference.
public final class RuleDescription: Sendable {
  /// The primary name, in kebab case, such as `trailing-comment`.
  public let name: String
  /// The family, which is also the folder of its file, such as `Packages`.
  public let family: String
  /// How much its findings matter unless a profile says otherwise.
  public let severity: Severity
  /// Whether the `default` profile runs it.
  public let isDefault: Bool
  /// How far its repair can be trusted; nil when it has none.
  public let fix: Fix.Applicability?
  /// The version of hardstand that brought it.
  public let since: String
  /// What other tools call the same concern, such as `DL3008` or `CKV_DOCKER_3`.
  public let aliases: [String]
  /// The rules that say nothing where this one tells the same cause.
  public let supersedes: [String]
  /// The requirement rows it serves, such as `S3-HC-04`.
  public let requirements: [String]
  /// What it finds, in one sentence.
  public let summary: String
  /// Why that matters, in a paragraph or two.
  public let why: String
  /// Where to read more.
  public let references: [String]
  private let makeExamples: @Sendable () -> [Example]

  /// A Dockerfile that shows a rule at work; it is test and documentation alike.
  public struct Example: Hashable, Sendable {
    /// The text; `‹` and `›` mark each expected range.
    public let text: String
    /// The text after the repair, where there is one.
    public let fixed: String?
    /// The ignore file of the context after the repair, without its last newline, where that writes it.
    public let ignored: String?
    /// Whether the rule must find something.
    public let isFlagged: Bool
    /// Files of the build context, by path, for rules that look at it; nil for no context.
    public let context: [String: String]?
    /// The content of `.dockerignore` is part of `context`.
    public let note: String?

    /// An example from its parts.
    public init(
      text: String, isFlagged: Bool, fixed: String? = nil, ignored: String? = nil,
      context: [String: String]? = nil, note: String? = nil
    ) {
      self.text = text
      self.isFlagged = isFlagged
      self.fixed = fixed
      self.ignored = ignored
      self.context = context
      self.note = note
    }
  }

  /// Accepted and flagged examples, which are made when they are asked for.
  public var examples: [Example] { makeExamples() }

  /// A description from its parts.
  public init(
    name: String, family: String, severity: Severity, isDefault: Bool = true,
    fix: Fix.Applicability? = nil, since: String = "0.1.0", aliases: [String] = [],
    supersedes: [String] = [], requirements: [String] = [], summary: String, why: String,
    references: [String] = [],
    examples: @autoclosure @escaping @Sendable () -> [Example] = []
  ) {
    self.name = name
    self.family = family
    self.severity = severity
    self.isDefault = isDefault
    self.fix = fix
    self.since = since
    self.aliases = aliases
    self.supersedes = supersedes
    self.requirements = requirements
    self.summary = summary
    self.why = why
    self.references = references
    makeExamples = examples
  }
}
