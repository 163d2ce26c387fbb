import Documents
import Evidence
import Source

/// SonarQube's generic issue format in the form it has since 10.3, with rules and impacts.
///
/// Columns count UTF-16 units from 0, and lines that do not exist in the file are refused
/// by the server; a place between two characters is therefore given by its line alone.
/// Inputs that could not be examined have no place in the format.
public struct SonarQubeReporter: Reporter {
  /// A reporter of indented JSON.
  public init() {}

  /// Writes the whole report.
  public func render(_ report: CheckReport, into output: inout some TextOutputStream) {
    var writer = JSONWriter(.pretty)
    writer.object {
      $0.array("rules") {
        var known: Set<String> = []
        for rule in report.rules where known.insert(rule.name).inserted {
          write(
            rule.name, rule.summary, rule.why, rule.family, rule.severity, report, into: &$0)
        }
        for finding in report.verdicts.lazy.flatMap(\.findings)
        where known.insert(finding.rule).inserted {
          write(finding.rule, finding.rule, nil, "", finding.severity, report, into: &$0)
        }
      }
      $0.array("issues") {
        for verdict in report.verdicts {
          write(verdict, into: &$0)
          output.write(String(decoding: $0.take(), as: UTF8.self))
        }
      }
    }
    output.write(String(decoding: writer.take(), as: UTF8.self) + "\n")
  }

  private func write(
    _ name: String, _ summary: String, _ why: String?, _ family: String, _ severity: Severity,
    _ report: CheckReport, into writer: inout JSONWriter
  ) {
    let isSecurity = SecurityFamilies.contain(family)
    writer.object {
      $0.member("id", name)
      $0.member("name", summary)
      $0.member("description", why ?? summary)
      $0.member("engineId", report.tool.name)
      $0.member("cleanCodeAttribute", isSecurity ? "TRUSTWORTHY" : "CONVENTIONAL")
      $0.member(
        "type", isSecurity ? "VULNERABILITY" : severity == .error ? "BUG" : "CODE_SMELL")
      $0.member("severity", old(severity))
      $0.array("impacts") {
        $0.object {
          $0.member(
            "softwareQuality",
            isSecurity ? "SECURITY" : severity == .error ? "RELIABILITY" : "MAINTAINABILITY")
          $0.member("severity", impact(severity))
        }
      }
    }
  }

  private func write(_ verdict: Verdict, into writer: inout JSONWriter) {
    guard let source = verdict.source else { return }
    let path = FileName(verdict.name).path
    var places = Places(source)
    for finding in verdict.findings {
      writer.object {
        $0.member("ruleId", finding.rule)
        $0.object("primaryLocation") {
          write(finding.message, path, finding.range, &places, into: &$0)
        }
        if finding.related.isEmpty { return }
        $0.array("secondaryLocations") {
          for related in finding.related {
            $0.object { write(related.message, path, related.range, &places, into: &$0) }
          }
        }
      }
    }
  }

  private func write(
    _ message: String, _ path: String, _ range: SourceRange, _ places: inout Places,
    into writer: inout JSONWriter
  ) {
    let range = places.trimmed(range)
    let place = places.place(of: range)
    let lineCount = max(1, places.source.lineCount)
    let start = places.units(before: range.lowerBound)
    let end = places.units(before: range.upperBound)
    writer.member("message", message)
    writer.member("filePath", path)
    writer.object("textRange") {
      $0.member("startLine", min(place.start.line, lineCount))
      $0.member("endLine", min(place.end.line, lineCount))
      guard !range.isEmpty, place.end.line <= lineCount else { return }
      $0.member("startColumn", start)
      $0.member("endColumn", end)
    }
  }

  private func impact(_ severity: Severity) -> String {
    switch severity {
    case .info: "LOW"
    case .warning: "MEDIUM"
    case .error: "HIGH"
    }
  }

  /// The severity by the names that the format had before impacts.
  private func old(_ severity: Severity) -> String {
    switch severity {
    case .info: "INFO"
    case .warning: "MAJOR"
    case .error: "CRITICAL"
    }
  }
}
