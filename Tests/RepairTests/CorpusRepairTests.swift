import Dockerfile
import Facts
import Foundation
import Plan
import Repair
import Source
import Testing

/// Repairs of real files: none may break one, and a second run finds nothing to do.
@Suite(.enabled(if: Corpus.isPresent, "the Dockerfiles are not beside the checkout"))
struct CorpusRepairTests {
  /// What repairs did to all files.
  struct Tally: Sendable {
    var changed = 0
    var applied = 0
    var refused: [String] = []
    var unstable: [String] = []
    var lostComments: [String] = []
    var rejected: [String] = []
    var differing: [String] = []
  }

  static func facts(_ source: SourceText) -> DockerfileFacts { .of(.parse(source)) }

  static func comments(_ syntax: DockerfileSyntax) -> [String: Int] {
    var counts: [String: Int] = [:]
    func add(_ range: SourceRange) {
      let text = syntax.source.text(range).trimmingCharacters(in: .whitespacesAndNewlines)
      // A waiver that waives nothing is what the repair of `inline-waiver` takes away.
      if text.contains("ignore=") || text.contains("skip=") { return }
      counts[text, default: 0] += 1
    }
    for node in syntax.nodes {
      if case .comment(let range) = node { add(range) }
    }
    for instruction in syntax.instructions { for range in instruction.innerComments { add(range) } }
    return counts
  }

  static func tally(_ repairer: Repairer) async -> Tally {
    await withTaskGroup(of: Tally.self) { group in
      let files = Corpus.files
      let half = files.count / 2
      for part in [files[..<half], files[half...]] {
        group.addTask {
          var tally = Tally()
          for source in part {
            Self.add(source, repairer, &tally)
            // Others have a time limit.
            await Task.yield()
          }
          return tally
        }
      }
      var total = Tally()
      for await part in group {
        total.changed += part.changed
        total.applied += part.applied
        total.refused += part.refused
        total.unstable += part.unstable
        total.lostComments += part.lostComments
        total.rejected += part.rejected
        total.differing += part.differing
      }
      return total
    }
  }

  private static func add(_ source: SourceText, _ repairer: Repairer, _ tally: inout Tally) {
    let outcome = repairer.repair(source)
    tally.rejected += outcome.rejected.map {
      "\(source.name):\($0.line): \($0.rule): \($0.reason)"
    }
    guard outcome.isChanged else { return }
    tally.changed += 1
    tally.applied += outcome.applied.count
    let before = facts(source)
    let after = facts(outcome.result)
    if before.refusal == nil, after.refusal != nil { tally.refused.append(source.name) }
    if repairer.repair(outcome.result).isChanged { tally.unstable.append(source.name) }
    let kept = comments(after.syntax)
    if comments(before.syntax).contains(where: { kept[$0.key, default: 0] < $0.value }) {
      tally.lostComments.append(source.name)
    }
    if !repairer.includesUnsafe {
      let differences = BuildPlan(of: before).differences(to: BuildPlan(of: after))
      for difference in differences where undeclarable.contains(difference.kind) {
        tally.differing.append("\(source.name): \(difference)")
      }
    }
  }

  /// What no safe repair may change, whatever it declares.
  static let undeclarable: Set<PlanDifference.Kind> = [
    .stages, .sandbox, .added, .removed, .triggers, .problems,
  ]

  static func expectHarmless(_ tally: Tally, _ what: String) {
    print(
      "\(what): \(tally.applied) repairs in \(tally.changed) of \(Corpus.files.count) files, "
        + "\(tally.refused.count) refused afterwards, \(tally.unstable.count) changed again, "
        + "\(tally.lostComments.count) lost a comment, \(tally.rejected.count) repairs turned down")
    #expect(tally.refused == [])
    #expect(tally.unstable == [])
    #expect(tally.lostComments == [])
    #expect(tally.rejected == [])
    #expect(tally.differing == [])
  }

  @Test func safeRepairsOfTheDefaultProfile() async throws {
    let tally = await Self.tally(Repairer(check: try Repairing.check()))
    Self.expectHarmless(tally, "fix")
    #expect(tally.changed > 0)
  }

  @Test func safeRepairsOfEveryRule() async throws {
    let check = try Repairing.check(profile: "strict", on: Repairing.repairing)
    Self.expectHarmless(await Self.tally(Repairer(check: check)), "fix, every rule")
  }

  @Test func unsafeRepairsOfTheDefaultProfile() async throws {
    let tally = await Self.tally(Repairer(check: try Repairing.check(), includesUnsafe: true))
    Self.expectHarmless(tally, "fix --unsafe")
  }

  @Test func unsafeRepairsOfEveryRule() async throws {
    let check = try Repairing.check(profile: "strict", on: Repairing.repairing)
    let tally = await Self.tally(Repairer(check: check, includesUnsafe: true))
    Self.expectHarmless(tally, "fix --unsafe, every rule")
  }
}
