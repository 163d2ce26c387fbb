public import Source

/// Something that is wrong at one place, and what to do about it.
public struct Finding: Hashable, Sendable {
  /// The name of the rule that found it, in kebab case.
  public let rule: String
  /// How much it matters under the policy in force.
  public var severity: Severity
  /// What is wrong, as one sentence without a full stop; names from the file stand in backticks.
  public let message: String
  /// Where it is.
  public internal(set) var range: SourceRange
  /// What to write instead, as a sentence that begins with a verb.
  public let help: String?
  /// Other places that belong to the same cause.
  public internal(set) var related: [Related]
  /// Repairs, the best first.
  public let fixes: [Fix]

  /// Another place that explains a finding.
  public struct Related: Hashable, Sendable {
    /// Where it is.
    public let range: SourceRange
    /// What is to be seen there.
    public let message: String

    /// A place and what it shows.
    public init(_ range: SourceRange, _ message: String) {
      self.range = range
      self.message = message
    }

    /// A place where the same is found once more.
    public static func again(_ range: SourceRange) -> Related { Related(range, again) }

    /// Whether it is a place of its own, and does not only explain another.
    public var isAgain: Bool { message == Self.again }

    private static let again = "the same here"
  }

  /// A finding of a rule.
  public init(
    rule: String, severity: Severity, message: String, range: SourceRange, help: String? = nil,
    related: [Related] = [], fixes: [Fix] = []
  ) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.range = range
    self.help = help
    self.related = related
    self.fixes = fixes
  }
}
