public import Evidence

/// What a run of `check` found, with all that a reporter needs to tell it.
public struct CheckReport: Sendable {
  /// One verdict for each input, in the order of the inputs.
  public let verdicts: [Verdict]
  /// The program that found it.
  public let tool: Tool
  /// The least severity that fails the run; nil where findings never do.
  public let failOn: Severity?
  /// The command that applies safe repairs, such as `hardstand fix`; nil where there is none to name.
  public let fixCommand: String?
  /// The descriptions of the rules that have findings, by name and in the order of their names.
  public let rules: [RuleDescription]
  /// The findings in numbers.
  public let summary: Summary
  private let ruleIndices: [String: Int]

  /// A program with its version.
  public struct Tool: Hashable, Sendable {
    /// The name, such as `hardstand`.
    public let name: String
    /// The version, after semver.org.
    public let version: String
    /// The address of its pages, if it has any.
    public let address: String?

    /// A program from its name and version.
    public init(name: String = "hardstand", version: String, address: String? = nil) {
      self.name = name
      self.version = version
      self.address = address
    }
  }

  /// A report of verdicts. Of `rules`, those without findings are left out.
  public init(
    verdicts: [Verdict], rules: [RuleDescription], tool: Tool, failOn: Severity? = .warning,
    fixCommand: String? = nil
  ) {
    self.verdicts = verdicts
    self.tool = tool
    self.failOn = failOn
    self.fixCommand = fixCommand
    var found: Set<String> = []
    for verdict in verdicts { for finding in verdict.findings { found.insert(finding.rule) } }
    self.rules = found.sorted().compactMap { name in rules.first { $0.name == name } }
    ruleIndices = Dictionary(
      self.rules.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { $1 })
    summary = Summary(verdicts, failOn: failOn)
  }

  /// The place of a rule in `rules`; nil where nothing is known of it.
  public func ruleIndex(_ name: String) -> Int? { ruleIndices[name] }

  /// What is known of a rule.
  public func rule(_ name: String) -> RuleDescription? { ruleIndices[name].map { rules[$0] } }
}
