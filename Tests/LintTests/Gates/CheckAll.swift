import BaseImages
import Evidence
import Lint
import Policy
import Source

/// Checks a file as `hardstand check` does, under a profile.
enum CheckAll {
  static let rules = RuleIndex(RuleBook.descriptions + ConfigurationRule.descriptions)

  static func check(profile: String = "default") throws -> FileCheck {
    let policy = try EffectivePolicy(
      rules: rules, flags: PolicyOptions(profile: profile, knowing: rules))
    return FileCheck(policy: policy.common, rules: rules, today: try today())
  }

  static func findings(in source: SourceText, profile: String = "default") throws -> [Finding] {
    try check(profile: profile).verdict(on: source).findings
  }

  /// The day by which the tests judge ends of life.
  private static func today() throws -> Day {
    guard let day = Day(year: 2026, month: 11, day: 21) else { throw Failure("no such day") }
    return day
  }
}
