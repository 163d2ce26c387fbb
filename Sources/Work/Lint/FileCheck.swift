public import BaseImages
public import Dockerfile
public import Evidence
public import Facts
public import Policy
public import Source

/// The check of one Dockerfile from its bytes to its verdict.
public struct FileCheck: Sendable {
  /// The rules and settings in force for the file.
  public let policy: FilePolicy
  /// Every rule that exists, for the names in waivers.
  public let rules: RuleIndex
  /// The day of the check.
  public let today: Day
  private let linter: Linter

  /// A check under a policy.
  public init(policy: FilePolicy, rules: RuleIndex, today: Day) {
    self.policy = policy
    self.rules = rules
    self.today = today
    linter = Linter { policy.level(for: $0) }
  }

  /// What is found in a file, after waivers and baseline took their part away.
  ///
  /// - Parameters:
  ///   - baseline: what was known before; nil for nothing.
  ///   - beside: what a tool found that ran beside the rules; what a rule tells of the same place is
  ///     told once.
  ///   - context: gives the files that the build of a tree sends; nil where none are known.
  public func verdict(
    on source: SourceText, baseline: Baseline? = nil, beside: [Finding] = [],
    context: (DockerfileSyntax) -> (any BuildContext)? = { _ in nil }
  ) -> Verdict {
    let syntax = DockerfileSyntax.parse(source)
    return verdict(
      on: DockerfileFacts.of(syntax, context: context(syntax)), baseline: baseline, beside: beside)
  }

  /// What is found in a file whose facts are known, after waivers and baseline took their part away.
  public func verdict(
    on facts: DockerfileFacts, baseline: Baseline? = nil, beside: [Finding] = []
  ) -> Verdict {
    let source = facts.source
    var findings = linter.findings(
      in: Subject(facts: facts, values: policy.values, today: today))
    if !beside.isEmpty {
      findings += ShellCheck.additions(
        beside, to: findings, in: source, policy: policy, rules: rules)
    }
    let outcome = Self.waivers(in: facts).apply(
      to: findings, under: policy, rules: rules, today: today.description)
    // Only now, since a finding that is waived no longer tells anything.
    let kept = Finding.withoutSuperseded(outcome.kept, relations: RuleBook.supersedes)
    findings = (kept + outcome.aboutWaivers).sorted {
      ($0.range, $0.rule) < ($1.range, $1.rule)
    }
    var waived = outcome.waived.count
    if let baseline {
      let remainder = baseline.subtracted(from: findings, of: source)
      waived += remainder.known.count
      findings = remainder.new
    }
    return Verdict(source: source, findings: findings, waived: waived)
  }

  /// Whether waivers take any of these findings away.
  public func waives(_ findings: [Finding], by waivers: Waivers) -> Bool {
    if findings.isEmpty || waivers.waivers.isEmpty { return false }
    let outcome = waivers.apply(
      to: findings, under: policy, rules: rules, today: today.description)
    return !outcome.waived.isEmpty
  }

  /// The waivers in the comments of a file.
  public static func waivers(in facts: DockerfileFacts) -> Waivers {
    let syntax = facts.syntax
    var comments: [SourceRange] = []
    for node in syntax.nodes {
      switch node {
      case .comment(let range): comments.append(trimmed(range, syntax.source))
      case .directive(let directive, _): comments.append(directive.range)
      case .instruction(let index, _):
        comments.append(contentsOf: syntax.instructions[index].innerComments)
      case .blank, .unread: break
      }
    }
    return Waivers(
      in: syntax.source, comments: comments, instructions: syntax.instructions.map(\.range),
      stages: facts.stages.filter { $0.from != nil }.map(\.range))
  }

  private static func trimmed(_ range: SourceRange, _ source: SourceText) -> SourceRange {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper, source.bytes[lower] != UInt8(ascii: "#") { lower += 1 }
    while upper > lower, source.bytes[upper - 1] <= 0x20 { upper -= 1 }
    return SourceRange(lower, upper)
  }
}
