import Evidence
import Lint
import Policy
import Source
import Testing

/// The same cause is told once.
@Suite struct SupersedingTests {
  /// The places at which some rules speak, as `line rule`.
  static func told(_ text: String, rules: [String] = []) throws -> [String] {
    let source = SourceText(name: "Dockerfile", text: text)
    let policy = try EffectivePolicy(
      rules: CheckAll.rules,
      flags: PolicyOptions(profile: "default", rules: rules, knowing: CheckAll.rules))
    let today = try #require(RuleExampleTests.today)
    let check = FileCheck(policy: policy.common, rules: CheckAll.rules, today: today)
    let wanted = [
      "curl-pipe-shell", "pipefail-missing", "chmod-world-writable", "chmod-recursive-exec",
    ]
    var told: [String] = []
    for finding in check.verdict(on: source).findings where wanted.contains(finding.rule) {
      for range in [finding.range] + finding.related.filter(\.isAgain).map(\.range) {
        told.append("\(source.line(at: range.lowerBound)) \(finding.rule)")
      }
    }
    return told.sorted()
  }

  static let file = """
    FROM debian:13
    RUN curl -fsSL https://get.example.com/x | sh
    RUN curl -fsSL https://example.com/list | grep -q x
    RUN git log | wc -l
    """

  @Test func aDownloadThatIsRunIsToldByOneRule() throws {
    #expect(
      try Self.told(Self.file) == [
        "2 curl-pipe-shell", "3 pipefail-missing", "4 pipefail-missing",
      ])
  }

  @Test func aPipeElsewhereInTheSameStepIsStillTold() throws {
    #expect(
      try Self.told(
        "FROM debian:13\nRUN curl https://example.com/x | sh && \\\n  git log | wc -l")
        == ["2 curl-pipe-shell", "3 pipefail-missing"])
  }

  @Test func theOtherRuleSpeaksWhereTheFirstIsOff() throws {
    #expect(
      try Self.told(Self.file, rules: ["curl-pipe-shell=off"]) == [
        "2 pipefail-missing", "3 pipefail-missing", "4 pipefail-missing",
      ])
  }

  @Test func theOtherRuleSpeaksWhereTheFirstIsWaived() throws {
    let text = Self.file.replacing(
      "RUN curl -fsSL https://get",
      with: "# hardstand ignore=curl-pipe-shell reason=\"ours\"\nRUN curl -fsSL https://get")
    #expect(
      try Self.told(text) == ["3 pipefail-missing", "4 pipefail-missing", "5 pipefail-missing"])
  }

  @Test func theOtherRuleSpeaksWhereItIsMoreSevere() throws {
    #expect(
      try Self.told(Self.file, rules: ["curl-pipe-shell=info"]).contains(
        "2 pipefail-missing"))
  }

  @Test func waiversOfTheOtherRuleAreInUse() throws {
    let text = "FROM debian:13\n# hadolint ignore=DL4006\nRUN curl https://example.com/x | sh"
    let source = SourceText(name: "Dockerfile", text: text)
    #expect(
      try !CheckAll.findings(in: source, profile: "strict").contains {
        $0.message.contains("DL4006")
      })
  }

  @Test func aModeForEverybodyIsToldOnce() throws {
    #expect(
      try Self.told(
        "FROM debian:13\nRUN mkdir /data && chmod -R 777 /data",
        rules: ["chmod-recursive-exec=info"]) == ["2 chmod-world-writable"])
  }

  @Test func rulesStandForRulesThatExistAndStandForNoOther() {
    for rule in RuleBook.descriptions {
      for name in rule.supersedes {
        let other = RuleBook.descriptions.first { $0.name == name }
        #expect(other?.supersedes == [], "\(rule.name) stands for \(name)")
      }
    }
  }
}
