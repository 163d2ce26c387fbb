import Evidence
import Report
import Source
import Testing

@Suite struct HumanReporterTests {
  @Test func show() {
    print(HumanReporter().text(Sample.typical))
    print(HumanReporter().text(Sample.failures))
    print(HumanReporter().text(Sample.hostile))
    print(MarkdownReporter().text(Sample.typical))
    print(SARIFReporter().text(Sample.typical))
    print(StatisticsTable(Sample.typical).text())
  }
}
