import Dockerfile
import Evidence
import Foundation
import Lint
import Source
import Testing

/// Every repair of every finding in the Dockerfiles of experts, each applied by itself.
@Suite(.enabled(if: Corpus.isPresent, "the Dockerfiles are not beside the checkout"))
struct CorpusRepairTests {
  @Test func everySafeRepairDoesWhatItDeclares() {
    forEachRepair { fix, rule, source in
      guard fix.applicability == .safe else { return }
      #expect(
        RepairDeclarationTests.changesAsDeclared(fix, source), "\(rule) in \(source.name)")
    }
  }

  @Test func noRepairMakesAFileThatIsRefused() {
    forEachRepair { fix, rule, source in
      let after = SourceText(name: source.name, bytes: source.applying(fix.edits))
      let before = DockerfileSyntax.parse(source).problems.count
      #expect(
        DockerfileSyntax.parse(after).problems.count <= before,
        "\(rule) in \(source.name): \(fix.title)")
    }
  }

  @Test func noRepairLosesAComment() {
    forEachRepair { fix, rule, source in
      let after = SourceText(name: source.name, bytes: source.applying(fix.edits))
      // A waiver that takes nothing away is a comment that may go.
      guard rule != "waiver-unused" else { return }
      #expect(comments(source) <= comments(after), "\(rule) in \(source.name): \(fix.title)")
    }
  }

  @Test func editsDoNotOverlap() {
    forEachRepair { fix, rule, source in
      for (left, right) in zip(fix.edits, fix.edits.dropFirst()) {
        #expect(
          left.range.upperBound <= right.range.lowerBound && left.range != right.range,
          "\(rule) in \(source.name): \(fix.title)")
      }
    }
  }

  @Test func aSafeRepairRepairs() throws {
    let check = try CheckAll.check(profile: "strict")
    for case (let fix, let finding, let source) in Self.repairs where fix.applicability == .safe {
      let after = SourceText(name: source.name, bytes: source.applying(fix.edits))
      let before = Self.counts[source.name]?[finding.message] ?? 0
      let left = check.verdict(on: after).findings.count { $0.message == finding.message }
      #expect(left < before, "\(finding.rule) in \(source.name): \(fix.title)")
    }
  }

  /// How many findings of each message a file has.
  private static let counts = Dictionary(
    Corpus.files.map { ($0.name, [String: Int]()) }, uniquingKeysWith: { first, _ in first }
  ).merging(
    Dictionary(grouping: findings, by: \.source.name).mapValues {
      Dictionary($0.map { ($0.finding.message, 1) }, uniquingKeysWith: +)
    }, uniquingKeysWith: { $1 })

  private static let findings: [(finding: Finding, source: SourceText)] = {
    guard let check = try? CheckAll.check(profile: "strict") else { return [] }
    return Corpus.files.flatMap { source in
      check.verdict(on: source).findings.map { ($0, source) }
    }
  }()

  private static let repairs = findings.flatMap { finding, source in
    finding.fixes.map { ($0, finding, source) }
  }

  private func forEachRepair(_ body: (Fix, String, SourceText) -> Void) {
    for (fix, finding, source) in Self.repairs { body(fix, finding.rule, source) }
  }

  private func comments(_ source: SourceText) -> Int {
    let syntax = DockerfileSyntax.parse(source)
    return syntax.nodes.count { if case .comment = $0 { true } else { false } }
      + syntax.instructions.reduce(0) { $0 + $1.innerComments.count }
  }
}
