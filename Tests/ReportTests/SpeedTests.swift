import Report
import Source
import Testing

@Suite struct SpeedTests {
  @Test(arguments: ReportFormat.allCases)
  func tenThousandFindings(format: ReportFormat) {
    let report = Sample.many(10_000)
    let clock = ContinuousClock()
    var text = ""
    let time = clock.measure { text = format.reporter().text(report) }
    #expect(!text.isEmpty)
    #expect(time < .seconds(60))
  }
}
