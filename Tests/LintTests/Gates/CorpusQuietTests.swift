import Evidence
import Foundation
import Lint
import Source
import Testing

/// The Dockerfiles of experts that lie beside a checkout: what is found there must be true, and little.
enum Corpus {
  static let folder = Seeds.folder.deletingLastPathComponent().appending(
    path: "conformance/dockerfiles")

  static let isPresent: Bool = {
    let present = FileManager.default.fileExists(atPath: folder.path)
    if !present { print("skipped: no Dockerfiles at ../shared/conformance/dockerfiles") }
    return present
  }()

  static let files: [SourceText] = {
    let names =
      FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.contains("/") }.sorted().compactMap { name in
      let path = folder.appending(path: name)
      guard let data = try? Data(contentsOf: path) else { return nil }
      return SourceText(name: name, bytes: Array(data))
    }
  }()
}

@Suite(.enabled(if: Corpus.isPresent, "the Dockerfiles are not beside the checkout"))
struct CorpusQuietTests {
  @Test func theMedianOfTheDefaultProfileIsAtMostTwo() throws {
    let check = try CheckAll.check()
    let counts = Corpus.files.map { check.verdict(on: $0).findings.count }.sorted()
    let median = counts[counts.count / 2]
    let mean = Double(counts.reduce(0, +)) / Double(counts.count)
    print("findings a file: median \(median), mean \(mean), largest \(counts.last ?? 0)")
    #expect(median <= 2)
  }

  /// For each rule that no other tool has, the findings on these files were looked at one by one.
  @Test func rulesThatNobodyElseHasFindWhatWasLookedAt() throws {
    let check = try CheckAll.check()
    let own = Set(RuleBook.descriptions.filter { $0.aliases.isEmpty && $0.isDefault }.map(\.name))
    var counts: [String: Int] = [:]
    for file in Corpus.files {
      for finding in check.verdict(on: file).findings where own.contains(finding.rule) {
        counts[finding.rule, default: 0] += 1
      }
    }
    let table = try ReviewedCounts.read()
    for (rule, count) in counts.sorted(by: { $0.key < $1.key }) {
      #expect(
        table[rule] == count,
        "\(rule) has \(count) findings, and \(table[rule] ?? 0) were looked at")
    }
    for (rule, count) in table where own.contains(rule) {
      #expect(
        counts[rule] == count,
        "\(rule) has \(counts[rule] ?? 0) findings, and \(count) were looked at")
    }
  }
}

/// The checked-in table of findings that were looked at: rule, count, judgement.
enum ReviewedCounts {
  static func read() throws -> [String: Int] {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/reviewed-findings.tsv")
    var counts: [String: Int] = [:]
    for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: "\t")
      if fields.count >= 2, let count = Int(fields[1]), count > 0 {
        counts[String(fields[0])] = count
      }
    }
    return counts
  }
}
