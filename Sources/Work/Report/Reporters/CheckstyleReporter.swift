import Evidence
import Source

/// The XML of Checkstyle, which many review tools read.
public struct CheckstyleReporter: Reporter {
  /// A reporter of XML.
  public init() {}

  /// Writes the whole report.
  public func render(_ report: CheckReport, into output: inout some TextOutputStream) {
    output.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n")
    for verdict in report.verdicts where verdict.failure != nil || !verdict.findings.isEmpty {
      output.write("  <file name=\"\(FileName(verdict.name).path.xml)\">\n")
      if let failure = verdict.failure {
        let position = failure.position(in: verdict.name)
        write(
          line: position?.line ?? 1, column: position?.column ?? 1, severity: "error",
          message: failure.sentence(in: verdict.name),
          source: "\(report.tool.name).input-failure", into: &output)
      }
      if let source = verdict.source {
        var places = Places(source)
        for finding in verdict.findings {
          let start = places.position(at: finding.range.lowerBound)
          write(
            line: start.line, column: start.column, severity: finding.severity.rawValue,
            message: finding.message, source: "\(report.tool.name).\(finding.rule)", into: &output)
        }
      }
      output.write("  </file>\n")
    }
    output.write("</checkstyle>\n")
  }

  private func write(
    line: Int, column: Int, severity: String, message: String, source: String,
    into output: inout some TextOutputStream
  ) {
    output.write(
      "    <error line=\"\(line)\" column=\"\(column)\" severity=\"\(severity)\""
        + " message=\"\(message.xml)\" source=\"\(source.xml)\"/>\n")
  }
}
