import Evidence
import Policy
import Source
import Testing

@Suite struct BaselineTests {
  private func finding(_ rule: String, line: Int, in source: SourceText) -> Finding {
    Finding(rule: rule, severity: .warning, message: "m", range: source.lineRange(line))
  }

  private let old = SourceText(name: "./a/Dockerfile", text: "FROM a\nRUN  x\nRUN y\nRUN x\n")

  private var baseline: Baseline {
    Baseline(recording: [
      Verdict(
        source: old,
        findings: [
          finding("sudo-used", line: 2, in: old), finding("sudo-used", line: 4, in: old),
          finding("base-untagged", line: 1, in: old),
        ]),
      Verdict(name: "gone", failure: Failure("cannot read it")),
    ])
  }

  @Test func findingsStayKnownWhenLinesMove() {
    let new = SourceText(
      name: "a/Dockerfile", text: "# new\r\nFROM a\r\n\r\n  RUN x\r\nRUN\tx\r\nRUN x\r\n")
    let remainder = baseline.subtracted(
      from: [
        finding("base-untagged", line: 2, in: new), finding("sudo-used", line: 4, in: new),
        finding("sudo-used", line: 5, in: new), finding("sudo-used", line: 6, in: new),
        finding("base-latest", line: 2, in: new),
      ], of: new)
    #expect(remainder.known.count == 3)
    #expect(remainder.new.map(\.rule) == ["sudo-used", "base-latest"])
    #expect(remainder.stale.isEmpty)
  }

  @Test func goneFindingsAreStale() {
    let remainder = baseline.subtracted(
      from: [finding("sudo-used", line: 2, in: old)], of: old)
    #expect(remainder.stale.map(\.fingerprint.rule) == ["base-untagged", "sudo-used"])
    #expect(remainder.stale.map(\.count) == [1, 1])
    let other = SourceText(name: "b/Dockerfile", text: "RUN x\n")
    #expect(
      baseline.subtracted(from: [finding("sudo-used", line: 1, in: other)], of: other).new.count
        == 1)
  }

  @Test func filesComeBack() throws {
    let text = baseline.text
    let read = try Baseline(reading: SourceText(name: "b", text: text))
    #expect(read == baseline)
    #expect(read.text == text)
    #expect(read.count == 3)
    #expect(read.paths == ["a/Dockerfile"])
    #expect(try Baseline(reading: SourceText(name: "b", text: Baseline().text)).count == 0)
  }

  @Test(arguments: ["é x/: y\n", "- #1", "a\nb", "yes", "{}"])
  func oddPathsComeBack(path: String) throws {
    let source = SourceText(name: path, text: "FROM a\n")
    let baseline = Baseline(recording: [
      Verdict(source: source, findings: [finding("base-untagged", line: 1, in: source)])
    ])
    #expect(try Baseline(reading: SourceText(name: "b", text: baseline.text)) == baseline)
  }

  @Test(arguments: [
    "", "baseline: 2\n", "baseline: 1\nfiles: {a: [x]}\n", "baseline: 1\nfiles: {a: [x 0g 1]}\n",
    "baseline: 1\nfiles: {a: [x 00 -1]}\n", "[", "baseline: 1\nbaseline: 1\n",
  ])
  func wrongFilesAreRefused(text: String) {
    #expect(throws: Failure.self) { try Baseline(reading: SourceText(name: "b", text: text)) }
  }
}

@Suite struct ConfigurationSchemaTests {
  @Test func theSchemaNamesEveryKey() {
    let text = ConfigurationSchema.text(rules: Rules.index)
    for key in PolicyKey.all { #expect(text.contains("\"\(key.name)\"")) }
    for rule in Rules.all { #expect(text.contains("\"\(rule.name)\"")) }
    #expect(text.hasPrefix("{\n  \"$schema\""))
    #expect(text.hasSuffix("}\n"))
  }
}
