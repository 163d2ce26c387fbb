import Evidence
import Source

/// One line for each finding, `file:line:column: severity: message [rule]`, which editors
/// and terminals know how to follow (GNU coding standards, section 4.4).
public struct GNUReporter: Reporter {
  /// A reporter of lines.
  public init() {}

  /// Writes the whole report.
  public func render(_ report: CheckReport, into output: inout some TextOutputStream) {
    for verdict in report.verdicts {
      let name = verdict.name.harmless
      if let failure = verdict.failure {
        let place = failure.position(in: verdict.name).map { "\($0.line):\($0.column):" } ?? ""
        let what = failure.sentence(in: verdict.name).harmless
        output.write("\(name):\(place) error: \(what)\n")
      }
      guard let source = verdict.source else { continue }
      var places = Places(source)
      for finding in verdict.findings {
        let start = places.position(at: finding.range.lowerBound)
        output.write(
          "\(name):\(start.line):\(start.column): \(finding.severity.rawValue): "
            + "\(finding.message.harmless) [\(finding.rule.harmless)]\n")
      }
    }
  }
}
