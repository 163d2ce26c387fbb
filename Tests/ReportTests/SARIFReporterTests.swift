import Documents
import Evidence
import Report
import Source
import Testing

@Suite struct SARIFReporterTests {
  private func run(_ report: CheckReport) throws -> JSON {
    try #require(JSON(reading: SARIFReporter().text(report), name: "x")["runs"]?[0])
  }

  @Test func resultsPointIntoTheirTables() throws {
    let run = try run(Sample.typical)
    let result = run["results"]?[0]
    #expect(result?["ruleId"] == "untagged-base")
    #expect(
      run["tool"]?["driver"]?["rules"]?[result?["ruleIndex"]?.int ?? -1]?["id"] == "untagged-base")
    #expect(result?["level"] == "error")
    let region = result?["locations"]?[0]?["physicalLocation"]?["region"]
    #expect(region == ["startLine": 1, "startColumn": 6, "endLine": 1, "endColumn": 12])
    #expect(
      result?["fixes"]?[0]?["artifactChanges"]?[0]?["replacements"]?[0] == [
        "deletedRegion": ["startLine": 1, "startColumn": 12, "endLine": 1, "endColumn": 12],
        "insertedContent": ["text": ":13"],
      ])
    #expect(
      result?["relatedLocations"]?[0]?["message"]?["text"] == "its stage is used by all that follow"
    )
    #expect(run["columnKind"] == "unicodeCodePoints")
    #expect(run["invocations"]?[0]?["executionSuccessful"] == false)
    #expect(try self.run(Sample.clean)["invocations"]?[0]?["executionSuccessful"] == true)
  }

  @Test(arguments: [
    ("./b c/Dockerfile", "b%20c/Dockerfile", true), ("/a b", "file:///a%20b", false),
    ("<stdin>", "%3Cstdin%3E", true), ("a:b/c%d", "a%3Ab/c%25d", true), ("é\n", "%C3%A9%0A", true),
    ("../x", "../x", true), ("-", "-", true),
  ])
  func addressesAreEncoded(name: String, uri: String, isRelative: Bool) throws {
    let run = try run(
      Sample.report([Verdict(source: SourceText(name: name, text: ""), findings: [])]))
    let location = run["artifacts"]?[0]?["location"]
    #expect(location?["uri"]?.string == uri)
    #expect(location?["uriBaseId"]?.string == (isRelative ? "%SRCROOT%" : nil))
  }

  @Test(arguments: [
    ("a {0} b", "a {{0}} b"), ("${A} {} {x} {1", "${A} {} {x} {1"),
    ("see [a](1) \\", "see \\[a\\](1) \\\\"),
    ("[a] (b)", "[a] (b)"),
  ])
  func messagesAreNoTemplates(message: String, written: String) throws {
    let finding = Finding(
      rule: "r", severity: .info, message: message, range: SourceRange(0, 0))
    let run = try run(
      Sample.report([
        Verdict(source: SourceText(name: "x", text: "a"), findings: [finding])
      ]))
    #expect(run["results"]?[0]?["message"]?["text"]?.string == written)
  }

  @Test func fingerprintsStayWhenLinesMove() throws {
    func prints(_ text: String) throws -> [String] {
      let (source, ranges) = Sample.marked(text)
      let findings = ranges.map {
        Finding(rule: "r", severity: .info, message: "m", range: $0)
      }
      return try run(Sample.report([Verdict(source: source, findings: findings)]))["results"]?
        .array?.compactMap { $0["partialFingerprints"]?["hardstandFinding/v1"]?.string } ?? []
    }
    let before = try prints("RUN ‹a› b\nRUN ‹a› b\nRUN ‹c›\n")
    #expect(Set(before).count == 3)
    #expect(try prints("# new\n\nRUN  ‹a› b\nARG x\n  RUN ‹a›  b \nRUN ‹c›\n") == before)
    #expect(try prints("RUN ‹a› b\nRUN ‹a› b\nRUN ‹d›\n")[2] != before[2])
  }

  @Test func repairsForPeopleAreLeftOut() throws {
    let finding = Finding(
      rule: "r", severity: .info, message: "m", range: SourceRange(0, 1),
      fixes: [Fix("see", .display, [.insert("x", at: 0)])])
    let run = try run(
      Sample.report([
        Verdict(source: SourceText(name: "x", text: "a"), findings: [finding])
      ]))
    #expect(run["results"]?[0]?["fixes"] == nil)
  }
}
