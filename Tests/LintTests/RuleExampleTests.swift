import BaseImages
import Dockerfile
import Evidence
import Facts
import Foundation
import Lint
import Policy
import Source
import Testing

/// One example of one rule.
struct Case: CustomTestStringConvertible, Sendable {
  let rule: RuleDescription
  let example: RuleDescription.Example
  let number: Int
  var testDescription: String { "\(rule.name) #\(number)" }

  static let all = RuleBook.descriptions.flatMap { rule in
    rule.examples.enumerated().map { Case(rule: rule, example: $1, number: $0 + 1) }
  }
}

@Suite struct RuleExampleTests {
  static let today = Day(year: 2026, month: 11, day: 21)

  static let strict: PolicyValues = {
    let rules = RuleIndex(RuleBook.descriptions)
    let options = (try? PolicyOptions(profile: "strict", knowing: rules)) ?? PolicyOptions()
    let policy = try? EffectivePolicy(rules: rules, flags: options)
    return policy?.common.values ?? PolicyValues()
  }()

  static func findings(
    _ rule: RuleDescription, _ text: String, context: [String: String]?
  ) -> [Finding] {
    let source = SourceText(name: "Dockerfile", text: text)
    let facts = DockerfileFacts.of(
      .parse(source), context: context.map { MemoryContext(files: $0) })
    // The strict profile asks for everything, so that every rule has something to measure against.
    var values = Self.strict
    values.trustedRegistries = ["docker.io", "ghcr.io", "*.example.com"]
    guard let today else { return [] }
    return Linter { $0.name == rule.name ? $0.severity : nil }.findings(
      in: Subject(facts: facts, values: values, today: today))
  }

  @Test(arguments: Case.all)
  func examplesHold(example: Case) {
    let marked = MarkedText(example.example.text)
    let findings = Self.findings(example.rule, marked.text, context: example.example.context)
    let found = Set(
      findings.flatMap {
        [$0.range] + $0.related.filter(\.isAgain).map(\.range)
      }.map(\.offsets))
    #expect(
      found.sorted { $0.lowerBound < $1.lowerBound }
        == Set(marked.ranges).sorted { $0.lowerBound < $1.lowerBound },
      "found \(findings.map { "\(String(decoding: Array(marked.text.utf8)[$0.range.offsets], as: UTF8.self)): \($0.message)" })"
    )
    #expect(example.example.isFlagged == !findings.isEmpty)
  }

  @Test(arguments: Case.all.filter { $0.example.fixed != nil })
  func repairsGiveTheTextExpected(example: Case) throws {
    let marked = MarkedText(example.example.text)
    let source = SourceText(name: "Dockerfile", text: marked.text)
    let findings = Self.findings(example.rule, marked.text, context: example.example.context)
    let edits = findings.compactMap { $0.fixes.first?.edits }.flatMap(\.self)
    let repaired = String(decoding: source.applying(edits), as: UTF8.self)
    #expect(repaired == example.example.fixed)
    #expect(DockerfileSyntax.parse(SourceText(name: "x", text: repaired)).problems.isEmpty)
    #expect(Self.findings(example.rule, repaired, context: example.example.context).isEmpty)
  }

  @Test(arguments: Case.all.filter { $0.example.ignored != nil })
  func ignoreFilesGetTheLinesExpected(example: Case) throws {
    let text = MarkedText(example.example.text).text
    var context = example.example.context ?? [:]
    let findings = Self.findings(example.rule, text, context: context)
    let amendments = findings.compactMap { $0.fixes.first?.ignore }
    let amendment = try #require(amendments.first)
    let repaired = String(decoding: amendment.bytes, as: UTF8.self)
    #expect(repaired == (example.example.ignored ?? "") + "\n")
    context[".dockerignore"] = repaired
    #expect(Self.findings(example.rule, text, context: context).isEmpty)
  }

  @Test(arguments: RuleBook.descriptions)
  func everyRuleShowsBothSides(rule: RuleDescription) {
    #expect(rule.examples.contains { $0.isFlagged }, "\(rule.name) has no flagged example")
    #expect(rule.examples.contains { !$0.isFlagged }, "\(rule.name) has no accepted example")
    #expect(rule.summary.hasSuffix("."))
    #expect(!rule.why.isEmpty)
    for example in rule.examples { #expect(example.isFlagged == example.text.contains("‹")) }
  }

  @Test func theRuleBookIsSortedAndNamesAreUnique() {
    let names = RuleBook.descriptions.map(\.name)
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
  }

  @Test func everyAliasFindsItsRule() {
    let index = RuleIndex(RuleBook.descriptions + ConfigurationRule.descriptions)
    for (place, rule) in index.rules.enumerated() {
      #expect(index.places(named: rule.name) == [place], "\(rule.name)")
      for alias in rule.aliases {
        #expect(index.places(named: alias).contains(place), "\(alias) of \(rule.name)")
      }
    }
  }

  @Test func profilesNameRulesThatExist() throws {
    let rules = RuleIndex(RuleBook.descriptions + ConfigurationRule.descriptions)
    for profile in try ProfileCatalog.all() {
      #expect(profile.unknownRules(in: rules) == [], "\(profile.name)")
    }
  }

  @Test func everyFileBelowRulesIsInTheRuleBook() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Work/Lint/Rules")
    let known = Set(RuleBook.descriptions.map { "\($0.family)/\($0.name)" })
    for family in try FileManager.default.contentsOfDirectory(atPath: root.path) {
      let folder = root.appending(path: family)
      for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        guard let match = text.firstMatch(of: /= Rule\(\s*"([a-z0-9-]+)"/) else { continue }
        #expect(known.contains("\(family)/\(match.1)"), "\(family)/\(file) is not in RuleBook.all")
      }
    }
  }
}
