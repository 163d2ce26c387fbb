import Documents
import Evidence
import Report
import Source
import Testing

/// The formats that machines read back.
@Suite struct StructuredReporterTests {
  static let reports = [
    Sample.empty, Sample.clean, Sample.failures, Sample.typical, Sample.hostile, Sample.many(300),
  ]

  @Test(arguments: reports.indices)
  func ownJSONFollowsItsSchema(index: Int) throws {
    let text = JSONReporter().text(Self.reports[index])
    let json = try JSON(reading: text, name: "x", JSON.Reading(repeatedKeys: .refuse))
    #expect(SchemaCheck.errors(json, CheckSchema.schema) == [])
    #expect(text.hasSuffix("}\n"))
    #expect(json["schema"]?.string == "hardstand.check/1")
  }

  @Test(
    .enabled(if: Conformance.hasSARIF, "the SARIF schema is not there"), arguments: reports.indices)
  func sarifFollowsItsSchema(index: Int) throws {
    let bytes = try #require(Conformance.bytes("schemas/sarif-2.1.0.json"))
    let schema = try JSON(reading: bytes, name: "sarif-2.1.0.json")
    let text = SARIFReporter().text(Self.reports[index])
    let json = try JSON(reading: text, name: "x", JSON.Reading(repeatedKeys: .refuse))
    #expect(SchemaCheck.errors(json, schema) == [])
  }

  @Test(arguments: reports.indices)
  func gitLabListsEachOnce(index: Int) throws {
    let report = Self.reports[index]
    let json = try JSON(reading: GitLabReporter().text(report), name: "x")
    let issues = try #require(json.array)
    #expect(issues.count == report.summary.findings + report.summary.failures)
    let prints = issues.compactMap { $0["fingerprint"]?.string }
    // Inputs that bear one name cannot be told apart.
    if index != 4 { #expect(Set(prints).count == issues.count) }
    for issue in issues {
      #expect(issue["location"]?["lines"]?["begin"]?.int ?? 0 >= 1)
      let severity = try #require(issue["severity"]?.string)
      #expect(["info", "minor", "major", "critical", "blocker"].contains(severity))
    }
  }

  @Test(arguments: reports.indices)
  func sonarQubeKnowsEachRule(index: Int) throws {
    let json = try JSON(reading: SonarQubeReporter().text(Self.reports[index]), name: "x")
    let rules = Set((json["rules"]?.array ?? []).compactMap { $0["id"]?.string })
    let issues = try #require(json["issues"]?.array)
    #expect(issues.count == Self.reports[index].summary.findings)
    for issue in issues {
      #expect(rules.contains(issue["ruleId"]?.string ?? "?"))
      let range = issue["primaryLocation"]?["textRange"]
      let start = (range?["startLine"]?.int ?? 0, range?["startColumn"]?.int ?? 0)
      let end = (range?["endLine"]?.int ?? 0, range?["endColumn"]?.int ?? 1)
      #expect(start.0 >= 1 && start.1 >= 0 && start < end || range?["startColumn"] == nil)
    }
  }

  @Test(arguments: reports.indices)
  func checkstyleIsWellFormed(index: Int) throws {
    let report = Self.reports[index]
    let root = try XMLElement(document: CheckstyleReporter().text(report))
    #expect(root.name == "checkstyle")
    #expect(
      root.children.flatMap(\.children).count
        == report.summary.findings + report.summary.failures)
  }

  @Test(arguments: reports.indices)
  func junitIsWellFormedAndCounts(index: Int) throws {
    let report = Self.reports[index]
    let root = try XMLElement(document: JUnitReporter().text(report))
    #expect(root.children.count == report.verdicts.count)
    let cases = root.children.flatMap(\.children)
    #expect(root.attributes["tests"] == String(cases.count))
    for (attribute, element) in [
      ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"),
    ] {
      let count = cases.flatMap(\.children).count { $0.name == element }
      #expect(root.attributes[attribute] == String(count))
      let sums = root.children.compactMap { $0.attributes[attribute].flatMap { Int($0) } }
      #expect(sums.reduce(0, +) == count)
    }
  }

  @Test func xmlKeepsTexts() throws {
    let root = try XMLElement(document: CheckstyleReporter().text(Sample.hostile))
    let messages = root.children.flatMap(\.children).compactMap { $0.attributes["message"] }
    #expect(messages.contains(Sample.hostileTexts[2]))
    #expect(messages.contains(Sample.hostileTexts[3]))
    #expect(messages.contains { $0.hasPrefix("␛[31mred␛]0;title␇\u{9B}31m␀␈\u{7F}") })
    #expect(messages.contains { $0.hasPrefix("]]><!-- --> <a href=\"x\" b='y'>&amp;&#0;</a>") })
  }

  @Test func jsonKeepsTexts() throws {
    let json = try JSON(reading: JSONReporter().text(Sample.hostile), name: "x")
    let messages = (json["files"]?.array ?? []).compactMap {
      $0["findings"]?[0]?["message"]?.string
    }
    #expect(messages.map { Array($0.utf8) } == Sample.hostileTexts.map { Array($0.utf8) })
  }

  @Test func placesInOwnJSON() throws {
    let json = try JSON(reading: JSONReporter().text(Sample.typical), name: "x")
    let finding = json["files"]?[0]?["findings"]?[0]
    #expect(
      finding == [
        "rule": "untagged-base", "aliases": ["DL3006"], "severity": "error",
        "message": "the base image `debian` has no tag",
        "help": "name a release, such as `debian:13`",
        "range": [
          "start": ["line": 1, "column": 6, "offset": 5],
          "end": ["line": 1, "column": 12, "offset": 11],
        ],
        "related": [
          [
            "message": "its stage is used by all that follow",
            "range": [
              "start": ["line": 1, "column": 16, "offset": 15],
              "end": ["line": 1, "column": 21, "offset": 20],
            ],
          ]
        ],
        "fixes": [
          [
            "title": "Name the current release", "applicability": "safe",
            "edits": [
              [
                "range": [
                  "start": ["line": 1, "column": 12, "offset": 11],
                  "end": ["line": 1, "column": 12, "offset": 11],
                ], "replacement": ":13",
              ]
            ],
          ]
        ],
      ])
    #expect(
      json["summary"] == [
        "files": 3, "filesWithFindings": 2, "failures": 1, "errors": 2, "warnings": 2, "infos": 1,
        "waived": 1, "safelyFixable": 1, "unsafelyFixable": 1, "isFailing": true,
      ])
    #expect(
      json["failures"] == [
        ["path": "gone", "message": "cannot read `gone`", "causes": ["no such file"]]
      ])
  }
}

/// Lines and columns that a reporter finds, against those that a source counts.
@Suite struct PlacesTests {
  @Test(arguments: 0..<100)
  func placesAreThoseOfTheSource(seed: Int) throws {
    var random = Numbers(state: UInt64(seed))
    let pieces: [[UInt8]] = [
      [0x61], [0x0A], [0x0D, 0x0A], [0xC3, 0xA9], Array("漢😀".utf8), [0xFF],
    ]
    var bytes: [UInt8] = seed % 3 == 0 ? [0xEF, 0xBB, 0xBF] : []
    for _ in 0..<random.next(80) { bytes += pieces[random.next(pieces.count)] }
    let source = SourceText(name: "x", bytes: bytes)
    let ranges = (0..<40).map { _ in
      let start = random.next(bytes.count + 1)
      return SourceRange(start, min(bytes.count, start + random.next(20)))
    }
    let findings = ranges.map {
      Finding(rule: "r", severity: .info, message: "m", range: $0)
    }
    let report = Sample.report([Verdict(source: source, findings: findings)])
    let json = try JSON(reading: JSONReporter().text(report), name: "x")
    for (range, finding) in zip(ranges, json["files"]?[0]?["findings"]?.array ?? []) {
      for (key, offset) in [("start", range.lowerBound), ("end", range.upperBound)] {
        let position = source.position(at: offset)
        let expected: JSON = [
          "line": .number(position.line), "column": .number(position.column),
          "offset": .number(offset),
        ]
        #expect(finding["range"]?[key] == expected)
      }
    }
    let sonar = try JSON(reading: SonarQubeReporter().text(report), name: "x")
    for (range, issue) in zip(ranges, sonar["issues"]?.array ?? []) {
      let text = issue["primaryLocation"]?["textRange"]
      guard let column = text?["startColumn"]?.int, let line = text?["startLine"]?.int else {
        continue
      }
      let start = max(source.lineRange(line).lowerBound, line == 1 && seed % 3 == 0 ? 3 : 0)
      let before = source.bytes[start..<max(start, range.lowerBound)]
      if before.contains(0xFF) || before.last.map({ $0 >= 0x80 }) == true { continue }
      #expect(column == String(decoding: before, as: UTF8.self).utf16.count)
    }
  }
}
