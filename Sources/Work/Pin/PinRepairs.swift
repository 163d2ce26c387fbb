public import Evidence
public import Facts
public import Lint
import Source

/// Gives the findings on images that are not held by digests their repairs.
public struct PinRepairs: Sendable {
  /// The rules whose findings a digest takes away.
  public static let rules: Set<String> = ["base-latest", "base-not-digest-pinned", "base-untagged"]

  private let pinner: Pinner

  /// Repairs for findings of a check.
  public init(check: FileCheck) { pinner = Pinner(check: check) }

  /// What is to be looked up for the findings of a file.
  public func queries(for verdict: Verdict, _ facts: DockerfileFacts) -> [PinQuery] {
    let places = PinDocument.places(in: facts, pinner.check).places.filter { place in
      verdict.findings.contains { Self.isAbout(place, $0) }
    }
    return pinner.queries(for: places, in: facts.source)
  }

  /// The verdict with a repair for each finding that a digest takes away.
  public func adding(to verdict: Verdict, _ facts: DockerfileFacts, _ answers: PinAnswers)
    -> Verdict
  {
    let repairs = pinner.repairs(in: facts, answers)
    let obstacles = PinDocument.places(in: facts, pinner.check).obstacles
    if repairs.isEmpty, obstacles.isEmpty { return verdict }
    let findings = verdict.findings.map { finding in
      let mine = repairs.filter { Self.isAbout($0.place, finding) }
      guard let first = mine.first else {
        let obstacle = obstacles.first {
          Self.rules.contains(finding.rule) && $0.range.overlaps(finding.range)
        }
        guard let obstacle else { return finding }
        return Finding(
          rule: finding.rule, severity: finding.severity, message: finding.message,
          range: finding.range, help: "Pin it by hand, since \(obstacle.reason)",
          related: finding.related, fixes: finding.fixes)
      }
      let fix = Fix(
        first.fix.title, .safe, mine.flatMap(\.fix.edits), changes: mine.flatMap(\.fix.changes))
      return Finding(
        rule: finding.rule, severity: finding.severity, message: finding.message,
        range: finding.range, help: finding.help, related: finding.related,
        fixes: [fix] + finding.fixes)
    }
    return Verdict(source: facts.source, findings: findings, waived: verdict.waived)
  }

  private static func isAbout(_ place: PinPlace, _ finding: Finding) -> Bool {
    guard rules.contains(finding.rule), place.role != .frontend else { return false }
    return place.range.overlaps(finding.range)
      || finding.related.contains { $0.isAgain && place.range.overlaps($0.range) }
  }
}
