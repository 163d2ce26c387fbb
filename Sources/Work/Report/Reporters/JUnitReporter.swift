import Evidence
import Source

/// JUnit XML: a suite for each file, a case for each finding, and one that passes for a
/// file without any.
///
/// A case fails where its finding fails the run; the others count as skipped.
public struct JUnitReporter: Reporter {
  /// A reporter of XML.
  public init() {}

  /// Writes the whole report.
  public func render(_ report: CheckReport, into output: inout some TextOutputStream) {
    let all = report.verdicts.reduce(into: Counts()) { $0.add($1, report.failOn) }
    output.write(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<testsuites name=\"\(report.tool.name.xml)\"\(all.attributes)>\n")
    for verdict in report.verdicts {
      var counts = Counts()
      counts.add(verdict, report.failOn)
      let name = FileName(verdict.name).path.xml
      output.write("  <testsuite name=\"\(name)\"\(counts.attributes)>\n")
      write(verdict, name: name, report, into: &output)
      output.write("  </testsuite>\n")
    }
    output.write("</testsuites>\n")
  }

  private struct Counts {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0

    mutating func add(_ verdict: Verdict, _ failOn: Severity?) {
      tests += max(1, verdict.findings.count)
      if verdict.failure != nil { errors += 1 }
      for finding in verdict.findings {
        if JUnitReporter.fails(finding, failOn) { failures += 1 } else { skipped += 1 }
      }
    }

    var attributes: String {
      " tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
    }
  }

  private static func fails(_ finding: Finding, _ failOn: Severity?) -> Bool {
    failOn.map { finding.severity >= $0 } ?? false
  }

  private func write(
    _ verdict: Verdict, name: String, _ report: CheckReport,
    into output: inout some TextOutputStream
  ) {
    if let failure = verdict.failure {
      let text = failure.sentence(in: verdict.name)
      output.write(
        "    <testcase name=\"examined\" classname=\"\(name)\">\n"
          + "      <error message=\"\(text.xml)\" type=\"input-failure\">"
          + "\((failure.hint ?? "").xml)</error>\n    </testcase>\n")
      return
    }
    guard let source = verdict.source, !verdict.findings.isEmpty else {
      output.write("    <testcase name=\"no findings\" classname=\"\(name)\"/>\n")
      return
    }
    var places = Places(source)
    for finding in verdict.findings {
      let start = places.position(at: finding.range.lowerBound)
      output.write(
        "    <testcase name=\"\(finding.rule.xml) at \(start.line):\(start.column)\""
          + " classname=\"\(name)\" file=\"\(name)\" line=\"\(start.line)\">\n")
      if Self.fails(finding, report.failOn) {
        let place = "\(FileName(verdict.name).path):\(start.line):\(start.column)"
        let text = [
          "\(place): \(finding.severity.rawValue): \(finding.message)",
          finding.help.map { "help: \($0)" }, report.rule(finding.rule).map { "why: \($0.why)" },
        ].compactMap { $0 }.joined(separator: "\n")
        output.write(
          "      <failure message=\"\(finding.message.xml)\""
            + " type=\"\(finding.severity.rawValue)\">\(text.xml)</failure>\n")
      } else {
        output.write(
          "      <skipped message=\"\("\(finding.severity.rawValue): \(finding.message)".xml)\"/>\n"
        )
      }
      output.write("    </testcase>\n")
    }
  }
}
