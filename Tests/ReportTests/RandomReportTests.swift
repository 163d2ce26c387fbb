import Documents
import Evidence
import Report
import Source
import Testing

/// Sources of random bytes with findings anywhere, inside and outside of them.
@Suite struct RandomReportTests {
  private func report(_ seed: Int) -> CheckReport {
    var random = Numbers(state: UInt64(seed))
    let favoured: [UInt8] = [
      0x0A, 0x0D, 0x09, 0x20, 0x1B, 0x41, 0xC3, 0xA9, 0xF0, 0x9F, 0x00, 0xEF,
    ]
    func bytes(_ bound: Int) -> [UInt8] {
      (0..<random.next(bound)).map { _ in
        random.next(3) == 0 ? UInt8(random.next(256)) : favoured[random.next(favoured.count)]
      }
    }
    let source = SourceText(name: "x", bytes: bytes(seed % 5 == 0 ? 3000 : 80))
    func range() -> SourceRange {
      let start = random.next(source.bytes.count + 20) - 8
      return SourceRange(start, start + random.next(30))
    }
    func text() -> String { String(decoding: bytes(20), as: UTF8.self) }
    let findings = (0..<random.next(8)).map { _ in
      Finding(
        rule: ["a", "b"][random.next(2)], severity: Severity.allCases[random.next(3)],
        message: text(), range: range(), help: random.next(2) == 0 ? nil : text(),
        related: (0..<random.next(3)).map { _ in .init(range(), text()) },
        fixes: (0..<random.next(2)).map { _ in
          Fix(
            text(), Fix.Applicability.allCases[random.next(3)],
            (0..<random.next(4)).map { _ in TextEdit(range(), text()) })
        })
    }
    return Sample.report([Verdict(source: source, findings: findings)])
  }

  @Test(arguments: 0..<200)
  func everyFormatHolds(seed: Int) throws {
    let report = report(seed)
    for format in ReportFormat.allCases {
      let text = format.reporter(width: 40 + seed % 60).text(report)
      #expect(text.isEmpty || text.hasSuffix("\n"))
      switch format {
      case .json, .sarif, .gitlab, .sonarqube:
        _ = try JSON(reading: text, name: "x", JSON.Reading(repeatedKeys: .refuse))
      case .junit, .checkstyle: _ = try XMLElement(document: text)
      case .gnu, .github: #expect(text.split(separator: "\n").count == report.summary.findings)
      case .human, .markdown: #expect(!text.unicodeScalars.contains("\u{1B}"))
      }
    }
  }
}
