import Documents
import Evidence
import Source

/// GitLab's Code Quality report, a list of issues after a part of Code Climate's format.
public struct GitLabReporter: Reporter {
  /// A reporter of indented JSON.
  public init() {}

  /// Writes the whole report.
  public func render(_ report: CheckReport, into output: inout some TextOutputStream) {
    var writer = JSONWriter(.pretty)
    writer.array {
      for verdict in report.verdicts {
        write(verdict, into: &$0)
        output.write(String(decoding: $0.take(), as: UTF8.self))
      }
    }
    output.write(String(decoding: writer.take(), as: UTF8.self) + "\n")
  }

  private func write(_ verdict: Verdict, into writer: inout JSONWriter) {
    let path = FileName(verdict.name).path
    if let failure = verdict.failure {
      let line = failure.position(in: verdict.name)?.line ?? 1
      writer.object {
        $0.member("description", failure.sentence(in: verdict.name))
        $0.member("check_name", "input-failure")
        $0.member("fingerprint", fingerprint(path, "input-failure"))
        $0.member("severity", "blocker")
        $0.object("location") {
          $0.member("path", path)
          $0.object("lines") { $0.member("begin", line) }
        }
      }
    }
    guard let source = verdict.source else { return }
    var places = Places(source)
    var fingerprints = Fingerprints(source)
    for finding in verdict.findings {
      let place = places.shown(finding.range)
      writer.object {
        $0.member(
          "description",
          finding.help.map { "\(finding.message). \($0)" } ?? finding.message)
        $0.member("check_name", finding.rule)
        $0.member("fingerprint", fingerprint(path, fingerprints.next(finding)))
        $0.member("severity", severity(finding.severity))
        $0.object("location") {
          $0.member("path", path)
          $0.object("lines") {
            $0.member("begin", place.start.line)
            $0.member("end", place.end.line)
          }
        }
      }
    }
  }

  /// The mark of a finding in its file, made one in the whole report.
  private func fingerprint(_ path: String, _ mark: String) -> String {
    var first = Hash()
    first.add(path.utf8)
    first.add(mark.utf8)
    var second = Hash()
    second.add(mark.utf8)
    second.add(path.utf8)
    return first.text + second.text
  }

  private func severity(_ severity: Severity) -> String {
    switch severity {
    case .info: "info"
    case .warning: "major"
    case .error: "critical"
    }
  }
}
